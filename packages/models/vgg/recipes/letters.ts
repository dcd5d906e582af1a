/**
 * Transfer: what was learned of digits, used to tell ten letters apart of which only five each are labelled. The paper does so
 * from ImageNet to smaller sets, with a trunk that is not trained on (appendix B).
 */
import { flatten, Linear, Sequential, type StateDict } from "@blockzoo/core";
import { everything, glyphs, subset, type Dataset } from "@blockzoo/data";
import type { RecipeContext } from "@blockzoo/family";
import { withShuffledLabels, type RecipeData } from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import { miniVgg } from "../src/variants.js";
import type { Vgg } from "../src/vgg.js";
import { vggMiniAGlyphs } from "./glyphs.js";
import { comparisonOn, fromScratch, onTrunk, Probe, probeOn } from "./transfer.js";

const stages = miniStages.A;
const lettersOfAClass = 5;
const pretrainingSteps = 700;

/** Fifty labelled letters, five of each, and a thousand to be told apart. */
const letters: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: firstOfEachClass(glyphs({ count: 500, seed: trainSeed, alphabet: "letters" }), lettersOfAClass),
  test: glyphs({ count: 1000, seed: testSeed, alphabet: "letters" }),
});

function firstOfEachClass(dataset: Dataset, count: number): Dataset {
  const { y } = everything(dataset);
  const classes = [...y!.data];
  const rank = (index: number) => classes.slice(0, index).filter((other) => other === classes[index]).length;
  return subset(
    dataset,
    [...classes.keys()].filter((index) => rank(index) < count),
  );
}

/** The weights that a mini VGG has after so many steps on digits, with the same seed. */
async function trainedOnDigits({ backend, seed = 0, signal }: RecipeContext): Promise<StateDict> {
  const { weights } = await vggMiniAGlyphs.run({ backend, seed, steps: pretrainingSteps, ...(signal && { signal }) });
  return weights;
}

const arm = comparisonOn({
  data: letters,
  settings: { data: "letters, hard, 5 of each for training and 1,000 for testing" },
  batchSize: 50,
  steps: 250,
});

const scratch = fromScratch(arm, {
  id: "vgg-mini-a.letters",
  claim: "Fifty letters are too few to learn them from nothing.",
  gate: { metric: "accuracy", atMost: 0.45 },
  create: () => miniVgg(stages),
});

const pixels = arm({
  id: "vgg-mini-a.letters.linear",
  claim: "A softmax on pixels does not tell them apart.",
  gate: { metric: "accuracy", atMost: 0.35 },
  create: () => new Sequential(flatten, new Linear(1024, 10)),
  settings: { network: "linear" },
  learningRate: 3e-3,
});

const pretraining = `vgg-mini-a.glyphs, ${pretrainingSteps} steps`;

const atLeast45 = { metric: "accuracy", atLeast: 0.45 };

export const vggMiniALetters = arm({
  id: "vgg-mini-a.letters",
  claim:
    "A linear layer on features that were learned of digits tells letters apart after five of each, at least 12 points " +
    "better than a network that learns from these alone (Simonyan & Zisserman 2014, appendix B).",
  gate: atLeast45,
  create: () => new Probe(10),
  initialWeights: async (model, context) => probeOn(model, await trainedOnDigits(context), letters, context),
  settings: { stages, trunk: pretraining, frozen: true },
  learningRate: 3e-3,
  baselines: { ...scratch, linear: pixels },
  ahead: { "scratch 1e-3": 0.12, "scratch 3e-3": 0.12 },
  control: arm({
    id: "vgg-mini-a.letters.control",
    claim: "The same on a trunk that was never trained.",
    gate: atLeast45,
    create: () => new Probe(10),
    initialWeights: (model, context) => probeOn(model, new Map(), letters, context),
    settings: { stages, trunk: "random", frozen: true },
    learningRate: 3e-3,
  }),
});

const fineTuned = {
  claim: "Trained on as a whole, the network of digits learns fifty letters at least 10 points better than a new one.",
  gate: { metric: "accuracy", atLeast: 0.4 },
  create: () => miniVgg(stages),
  // The dense layers are new: only the convolutions know something of letters.
  initialWeights: async (model: Vgg, context: RecipeContext) => onTrunk(model, await trainedOnDigits(context), context),
  learningRate: 1e-3,
};

export const vggMiniALettersFineTuned = arm({
  ...fineTuned,
  id: "vgg-mini-a.letters-fine-tuned",
  settings: { stages, trunk: pretraining },
  control: arm({
    ...fineTuned,
    id: "vgg-mini-a.letters-fine-tuned.control",
    data: withShuffledLabels(letters),
    settings: { stages, trunk: pretraining, labels: "shuffled" },
  }),
  baselines: scratch,
  ahead: { "scratch 1e-3": 0.1, "scratch 3e-3": 0.1 },
});
