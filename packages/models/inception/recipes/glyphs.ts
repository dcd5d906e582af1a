import { flatten, Linear, Sequential, tanh, type Block } from "@blockzoo/core";
import { adam, crossEntropy, glyphsData, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { auxiliaryLoss, type WithAuxiliary } from "../src/auxiliary.js";
import { GoogLeNet } from "../src/googlenet.js";
import { mini, miniHead } from "../src/variants.js";

const hardGlyphs = glyphsData();
const data = "glyphs, hard, 6,000 for training and 1,000 for testing";
const training = { optimizer: adam({ learningRate: 2e-3 }), batchSize: 64, steps: 800, data: hardGlyphs };

/** The same task for something else, whose gate says what it cannot reach. */
function baseline<M extends Block>(name: string, claim: string, atMost: number, create: () => M) {
  return supervisedRecipe({
    ...training,
    id: `inception-mini.glyphs.${name}`,
    variant: name,
    claim,
    gate: { metric: "accuracy", atMost },
    create,
    settings: { data, network: name },
  });
}

const mlp = baseline(
  "mlp",
  "Sixty hidden units, 62,110 parameters, do not read shifted digits.",
  0.6,
  () => new Sequential(flatten, new Linear(1024, 60), tanh, new Linear(60, 10)),
);

const pointwise = baseline(
  "pointwise",
  "Nor do modules that see one place only: every branch a 1x1 convolution, 8,650 parameters.",
  0.9,
  () => new GoogLeNet({ ...mini, form: { ...mini.form, kernels: [1, 1, 1] } }),
);

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
  }),
});
