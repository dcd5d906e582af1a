/**
 * Transfer: what was learned of digits, used to tell ten letters apart of which only five each are labelled. The paper does so
 * from ImageNet to smaller sets, with a trunk that is not trained on (appendix B).
 */
import {
  BatchNorm1d,
  Block,
  flatten,
  freeze,
  initialize,
  Linear,
  ndarray,
  Sequential,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { batched, glyphs, subset, type Dataset } from "@blockzoo/data";
import type { MeasureContext, Recipe, RecipeContext } from "@blockzoo/family";
import {
  adam,
  evaluateModel,
  supervisedRecipe,
  withShuffledLabels,
  type RecipeData,
  type SupervisedRecipeOptions,
} from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import { miniVgg } from "../src/variants.js";
import type { Vgg } from "../src/vgg.js";
import { VggFeatures } from "../src/vgg-features.js";
import { vggMiniAGlyphs } from "./glyphs.js";

const stages = miniStages.A;
const lettersOfAClass = 5;
const pretrainingSteps = 700;

/** Fifty labelled letters, five of each, and a thousand to be told apart. */
const letters: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: firstOfEachClass(glyphs({ count: 500, seed: trainSeed, alphabet: "letters" }), lettersOfAClass),
  test: glyphs({ count: 1000, seed: testSeed, alphabet: "letters" }),
});

function firstOfEachClass(dataset: Dataset, count: number): Dataset {
  const { y } = dataset.gather(Array.from({ length: dataset.size }, (_, index) => index));
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

/** A trunk that stays as it is, the standardisation of its 256 features, and one linear layer: all that is trained. */
class Probe extends Block {
  readonly features = new VggFeatures({ stages, channels: 1 });
  readonly standardize = new BatchNorm1d(256);
  readonly head = new Linear(256, 10);

  constructor() {
    super();
    freeze(this, "features", "standardize");
  }

  forward(x: Tensor): Tensor {
    return flatten(this.features.forward(x)).pipe(this.standardize, this.head);
  }
}

/** First weights of a probe: a given trunk, and the mean and variance of what it gives for the labelled letters. */
async function probeOf(model: Probe, trunk: StateDict, { backend, seed = 0 }: MeasureContext): Promise<StateDict> {
  const own = new Map(initialize(model, { seed }));
  for (const [name, value] of trunk) if (own.has(name)) own.set(name, value);
  const { train } = await letters({ trainSeed: 10 * seed, testSeed: 10 * seed + 1, data: undefined });
  const { outputs } = await evaluateModel(model, {
    data: batched(train, { batchSize: train.size, sampling: "sequential" }),
    backend,
    weights: own,
    forward: ({ features }, { x }) => ({ features: flatten(features.forward(x)) }),
    metrics: {},
  });
  const { mean, variance } = columnStatistics(outputs["features"]!.data, model.standardize.channels);
  return own.set("standardize.running_mean", ndarray(mean)).set("standardize.running_var", ndarray(variance));
}

function columnStatistics(rows: ArrayLike<number>, columns: number): { mean: Float32Array; variance: Float32Array } {
  const count = rows.length / columns;
  const [mean, variance] = [new Float32Array(columns), new Float32Array(columns)];
  for (let index = 0; index < rows.length; index++) mean[index % columns]! += rows[index]! / count;
  for (let index = 0; index < rows.length; index++) {
    variance[index % columns]! += (rows[index]! - mean[index % columns]!) ** 2 / count;
  }
  // A feature that is the same for all letters says nothing, and must not be divided by nothing.
  return { mean, variance: variance.map((value) => (value > 0 ? value : 1)) };
}

const dataText = "letters, hard, 5 of each for training and 1,000 for testing";
const training = { data: letters, batchSize: 50, sampling: "withReplacement", steps: 250 } as const;

type Arm<M extends Block> = Pick<
  SupervisedRecipeOptions<M>,
  "id" | "claim" | "gate" | "create" | "settings" | "initialWeights" | "baselines" | "ahead" | "control"
> & { readonly learningRate: number; readonly data?: RecipeData };

function arm<M extends Block>({ learningRate, settings, ...options }: Arm<M>): Recipe {
  return supervisedRecipe({
    ...training,
    ...options,
    variant: "vgg-mini-a",
    optimizer: adam({ learningRate }),
    settings: { data: dataText, ...settings },
  });
}

function fromScratch(learningRate: number): Recipe {
  return arm({
    id: `vgg-mini-a.letters.scratch-${learningRate}`,
    claim: "Fifty letters are too few to learn them from nothing.",
    gate: { metric: "accuracy", atMost: 0.45 },
    create: () => miniVgg(stages),
    settings: { stages },
    learningRate,
  });
}

const scratch = { "scratch 1e-3": fromScratch(1e-3), "scratch 3e-3": fromScratch(3e-3) };

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
  create: () => new Probe(),
  initialWeights: async (model, context) => probeOf(model, await trainedOnDigits(context), context),
  settings: { stages, trunk: pretraining, frozen: true },
  learningRate: 3e-3,
  baselines: { ...scratch, linear: pixels },
  ahead: { "scratch 1e-3": 0.12, "scratch 3e-3": 0.12 },
  control: arm({
    id: "vgg-mini-a.letters.control",
    claim: "The same on a trunk that was never trained.",
    gate: atLeast45,
    create: () => new Probe(),
    initialWeights: (model, context) => probeOf(model, new Map(), context),
    settings: { stages, trunk: "random", frozen: true },
    learningRate: 3e-3,
  }),
});

const fineTuned = {
  claim: "Trained on as a whole, the network of digits learns fifty letters at least 10 points better than a new one.",
  gate: { metric: "accuracy", atLeast: 0.4 },
  create: () => miniVgg(stages),
  initialWeights: async (model: Vgg, context: RecipeContext) => {
    const own = new Map(initialize(model, { seed: context.seed ?? 0 }));
    // The dense layers are new: only the convolutions know something of letters.
    for (const [name, value] of await trainedOnDigits(context)) if (name.startsWith("features.")) own.set(name, value);
    return own;
  },
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
