import { flatten, Linear, sigmoid, Sequential, xavierNormal } from "@blockzoo/core";
import { adam, glyphsData, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { AlexNet } from "../src/alexnet.js";
import { mini } from "../src/variants.js";

const hardGlyphs = glyphsData({ size: 64 });
const data = "glyphs, hard, 64x64, 6,000 for training and 1,000 for testing";
const training = { data: hardGlyphs, optimizer: adam({ learningRate: 1e-3 }), batchSize: 64 };

const linear = supervisedRecipe({
  ...training,
  id: "alexnet-mini.glyphs.linear",
  variant: "linear",
  claim: "A softmax on pixels does not read shifted digits.",
  gate: { metric: "accuracy", atMost: 0.45 },
  create: () => new Sequential(flatten, new Linear(4096, 10)),
  settings: { data, network: "linear" },
  steps: 600,
});

const network = {
  ...training,
  id: "alexnet-mini.glyphs",
  variant: "alexnet-mini",
  claim:
    "Five convolutions in two towers, overlapping pools, response normalisation and dropout read digits that are shifted, " +
    "turned and scaled (Krizhevsky, Sutskever & Hinton 2012, section 3).",
  gate: { metric: "accuracy", atLeast: 0.95 },
  create: () => new AlexNet(mini),
};
const settings = { data, network: mini };

export const alexNetMiniGlyphs = supervisedRecipe({
  ...network,
  settings,
  steps: 600,
  baselines: { linear },
  ahead: { linear: 0.5 },
  control: supervisedRecipe({
    ...network,
    id: "alexnet-mini.glyphs.control",
    data: withShuffledLabels(hardGlyphs),
    settings: { ...settings, labels: "shuffled" },
    steps: 150,
  }),
});

const plain = { ...mini, dropout: 0, responseNorm: false };
const trainingLoss = { lastSteps: 20 };

/** The same network with a unit that saturates to both sides: its gradients vanish on the way down. */
const sigmoids = {
  ...training,
  variant: "alexnet-mini",
  claim: "With logistic sigmoids nothing is learned in 300 steps: the loss stays near log 10 = 2.30.",
  create: () => new AlexNet({ ...plain, activation: sigmoid, initializer: xavierNormal() }),
  settings: { data, network: plain, activation: "sigmoid", initializer: "xavierNormal" },
  trainingLoss,
};

export const alexNetMiniRectifiers = supervisedRecipe({
  ...training,
  id: "alexnet-mini.rectifiers",
  variant: "alexnet-mini",
  claim:
    "Rectified linear units bring the training loss below 0.5 within 200 steps, where units that saturate learn nothing in " +
    "300 (after section 3.1, which compares with tanh).",
  gate: { metric: "trainingLoss", atMost: 0.5 },
  create: () => new AlexNet(plain),
  settings: { data, network: plain, activation: "relu", initializer: "kaimingNormal" },
  steps: 200,
  trainingLoss,
  baselines: {
    sigmoid: supervisedRecipe({
      ...sigmoids,
      id: "alexnet-mini.rectifiers.sigmoid",
      gate: { metric: "trainingLoss", atLeast: 2 },
      steps: 300,
    }),
  },
  control: supervisedRecipe({
    ...sigmoids,
    id: "alexnet-mini.rectifiers.control",
    gate: { metric: "trainingLoss", atMost: 0.5 },
    steps: 200,
  }),
});
