import { flatten, Linear, sigmoid, Sequential, tanh, xavierNormal } from "@blockzoo/core";
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

const units = { sigmoid, tanh } as const;

/** The same network with units that saturate, and first weights that suit them. */
const saturating = (unit: keyof typeof units, claim: string) => ({
  ...training,
  variant: "alexnet-mini",
  claim,
  create: () => new AlexNet({ ...plain, activation: units[unit], initializer: xavierNormal() }),
  settings: { data, network: plain, activation: unit, initializer: "xavierNormal" },
  trainingLoss,
});
const sigmoids = saturating(
  "sigmoid",
  "With logistic sigmoids nothing is learned in 300 steps: the loss stays near log 10 = 2.30.",
);
const belowHalf = { metric: "trainingLoss", atMost: 0.5 };

export const alexNetMiniRectifiers = supervisedRecipe({
  ...training,
  id: "alexnet-mini.rectifiers",
  variant: "alexnet-mini",
  claim:
    "Rectified linear units bring the training loss below 0.5 within 200 steps, where logistic sigmoids learn nothing in 300. " +
    "That tanh is six times slower, as in section 3.1, does not show at this size: it is faster.",
  gate: belowHalf,
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
    tanh: supervisedRecipe({
      ...saturating("tanh", "With tanh the network learns as well: not what the paper's figure 1 leads one to expect."),
      id: "alexnet-mini.rectifiers.tanh",
      gate: belowHalf,
      steps: 200,
    }),
  },
  control: supervisedRecipe({
    ...sigmoids,
    id: "alexnet-mini.rectifiers.control",
    gate: belowHalf,
    steps: 200,
  }),
});
