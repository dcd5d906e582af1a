import { flatten, Linear, Sequential, tanh } from "@blockzoo/core";
import { adam, crossEntropy, glyphsData, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { auxiliaryLoss, type WithAuxiliary } from "../src/auxiliary.js";
import { GoogLeNet } from "../src/googlenet.js";
import { mini, miniHead } from "../src/variants.js";

const hardGlyphs = glyphsData();
const data = "glyphs, hard, 6,000 for training and 1,000 for testing";
const training = { optimizer: adam({ learningRate: 2e-3 }), batchSize: 64, steps: 800, data: hardGlyphs };

const mlp = supervisedRecipe({
  ...training,
  id: "inception-mini.glyphs.mlp",
  variant: "mlp",
  claim: "Sixty hidden units without shared weights, 62,110 parameters, do not read shifted digits.",
  gate: { metric: "accuracy", atMost: 0.6 },
  create: () => new Sequential(flatten, new Linear(1024, 60), tanh, new Linear(60, 10)),
  optimizer: adam({ learningRate: 1e-3 }),
  settings: { data, network: "1024-60-10, tanh" },
});

/** The modules broken: each branch sees one place only. */
const pointwiseForm = { ...mini.form, kernels: [1, 1, 1] } as const;
const pointwise = supervisedRecipe({
  ...training,
  id: "inception-mini.glyphs.pointwise",
  variant: "pointwise",
  claim: "Where every branch is a 1x1 convolution, 8,650 parameters, digits are read less well.",
  gate: { metric: "accuracy", atMost: 0.9 },
  create: () => new GoogLeNet({ ...mini, form: pointwiseForm }),
  settings: { data, network: { ...mini, form: pointwiseForm } },
});

const settings = { data, network: mini };
const options = {
  ...training,
  id: "inception-mini.glyphs",
  variant: "inception-mini",
  claim:
    "Filters of several sizes side by side, behind 1x1 reductions, read shifted digits with a fifth of the parameters of " +
    "VGG-mini (Szegedy et al. 2014, section 1: a twelfth of AlexNet's).",
  gate: { metric: "accuracy", atLeast: 0.92 },
  create: () => new GoogLeNet(mini),
};

export const inceptionMiniGlyphs = supervisedRecipe({
  ...options,
  settings,
  baselines: { mlp, pointwise },
  ahead: { mlp: 0.3 },
  control: supervisedRecipe({
    ...options,
    id: "inception-mini.glyphs.control",
    data: withShuffledLabels(hardGlyphs),
    settings: { ...settings, labels: "shuffled" },
    steps: 300,
  }),
});

const withHeadSettings = { ...settings, head: miniHead };
/** The network with an auxiliary head, trained with a loss of what the two say. */
const withHead = {
  ...training,
  id: "inception-mini-auxiliary.glyphs",
  variant: "inception-mini-auxiliary",
  claim:
    "A network that is trained with an auxiliary head reads as well without it (Szegedy et al. 2014, section 5, expect a " +
    "gain, for which the sign differs from seed to seed here).",
  gate: { metric: "accuracy", atLeast: 0.92 },
  create: () => new GoogLeNet({ ...mini, heads: miniHead }),
};

export const inceptionMiniAuxiliaryGlyphs = supervisedRecipe({
  ...withHead,
  loss: (model, { x, y }) => auxiliaryLoss(model.forward(x), (logits) => crossEntropy(logits, y)),
  settings: { ...withHeadSettings, loss: "cross-entropy, 0.3 times that of the head" },
  baselines: { "without the head": inceptionMiniGlyphs },
  ahead: { "without the head": -0.05 },
  // The head alone is taught: what it makes of the middle is of no use to a classifier that is not trained.
  control: supervisedRecipe({
    ...withHead,
    id: "inception-mini-auxiliary.glyphs.control",
    loss: (model, { x, y }) => crossEntropy((model.forward(x) as WithAuxiliary).auxiliary[0]!, y),
    settings: { ...withHeadSettings, loss: "cross-entropy of the head only" },
    steps: 300,
  }),
});
