/**
 * Recipes that train on labelled data. How to write one, in `models/<family>/recipes/<variant>-<data>.ts`:
 *
 *     export const moons = supervisedRecipe({
 *       id: "mlp.moons",
 *       variant: "mlp",
 *       claim: "A hidden layer separates the two moons, a linear model does not.",
 *       gate: { metric: "accuracy", atLeast: 0.98 },
 *       create: () => mlp({ sizes: [2, 16, 2] }),
 *       data: async ({ trainSeed, testSeed }) => ({
 *         train: moonsData({ count: 500, noise: 0.1, seed: trainSeed }),
 *         test: moonsData({ count: 500, noise: 0.1, seed: testSeed }),
 *       }),
 *       settings: { data: "moons, 500, noise 0.1", sizes: [2, 16, 2] },
 *       optimizer: adam({ learningRate: 0.05 }),
 *       batchSize: 50,
 *       steps: 400,
 *       baselines: { linear },   // the same with something simpler
 *       control,                 // the same broken on purpose: it must miss the gate
 *     });
 *
 * What of the options is a function cannot be seen from outside, so `settings` must say it: the sizes of the network, the
 * data, the loss where it is not cross-entropy. All else is among the settings by itself.
 */
import { check, type Block, type StateDict, type Tensor } from "@blockzoo/core";
import { batched, subset, type BatchAugmentation, type Dataset, type Sampling } from "@blockzoo/data";
import type { Figure, MeasureContext, Measurement, Predictions, Recipe } from "@blockzoo/family";
import type { AverageOptions } from "../averages.js";
import type { Supervised } from "../batch-types.js";
import type { Carry } from "../carry.js";
import type { Clip } from "../clipping.js";
import { evaluateModel, type Evaluated, type EvaluationOptions } from "../evaluate-model.js";
import { fit, type FitPoint, type Length, type Validation } from "../fit.js";
import { crossEntropy } from "../losses/index.js";
import { paddingOf, predictedClasses } from "../metrics.js";
import { describeRule, type UpdateRule } from "../optimizers/update-rule.js";
import { recalibrateBatchNorm } from "../recalibrate-batch-norm.js";
import type { Schedule } from "../schedules.js";
import type { LossFunction } from "../train-step.js";
import { fitContext } from "./fit-context.js";
import { recipeDataContext, type RecipeData, type RecipeDatasets } from "./recipe-data.js";
import { recipe, type LearnContext, type Learned, type RecipeOptions } from "./recipe.js";
import { sharedData } from "./shared-data.js";

/** What {@link supervisedRecipe} takes, besides what every recipe has; `B` is what the loss finds in a batch. */
export type SupervisedRecipeOptions<M extends Block, B = Supervised> = Length &
  Omit<RecipeOptions<RecipeDatasets>, "learn" | "measure" | "adjustable" | "heldOut"> &
  Omit<EvaluationOptions<M, B>, "carry"> & {
    /** A new model. */
    readonly create: () => M;
    /** Samples with inputs `x` and classes `y`, unless `loss`, `forward` and `metrics` look for something else. */
    readonly data: RecipeData;
    /** By default, the cross-entropy of `model.forward(x)`, which are logits `[N, K, ...]`, with `y`. */
    readonly loss?: LossFunction<M, B>;
    readonly optimizer: UpdateRule;
    readonly schedule?: Schedule;
    readonly clip?: Clip;
    readonly ema?: AverageOptions;
    readonly batchSize: number;
    /** Measures weights in a way of its own, in the place of `forward` and `metrics`. */
    readonly measure?: RecipeOptions<RecipeDatasets>["measure"];
    /** Shows what weights do with a few held-out samples, for reports. By default nothing. */
    readonly figures?: (weights: StateDict, context: MeasureContext) => Promise<readonly Figure[]>;
    /**
     * How training batches are drawn; for a function, `settings.sampling` must say what it does. Default `shuffle`, or
     * `contiguous` where something is carried.
     */
    readonly sampling?: Sampling;
    /**
     * What a recurrent net hands on from one batch of so many rows to the next, see `fit`; test data are then read as streams
     * too. By default nothing.
     */
    readonly carry?: (rows: number) => Carry;
    /** Changes training images at random, keyed by the seed of the batches; `settings` must say how. None by default. */
    readonly augmentation?: (seed: number) => BatchAugmentation;
    /**
     * First values of all parameters and buffers, such as those of a network trained on other data before; `settings` must
     * say what they are. By default the model's own, drawn from the seed.
     */
    readonly initialWeights?: (model: M, context: LearnContext) => Promise<StateDict>;
    /** Adds the metric `trainingLoss` to what a run gives: the mean loss of the last so many steps. */
    readonly trainingLoss?: { readonly lastSteps: number };
    /**
     * Takes the running statistics of batch norms anew from the first training samples, not augmented, after the last step:
     * see `recalibrateBatchNorm`. The metrics are those of the result. By default the statistics stay as trained.
     */
    readonly recalibration?: { readonly samples: number; readonly batchSize: number };
    /** Takes the metrics on test data every so many steps, for the history; they decide nothing. By default only at the end. */
    readonly validateEvery?: number;
  };

/** The samples of a test batch; or the streams that are read side by side, each of which starts from nothing. */
const testBatchSize = 100;
const testStreams = 20;

/**
 * A recipe that trains a classifier, or another model with a loss and metrics of its own, and measures it on test data.
 *
 * @example see the head of this file
 */
export function supervisedRecipe<M extends Block, B = Supervised>(options: SupervisedRecipeOptions<M, B>): Recipe {
  const { id, variant, claim, gate, reads, baselines, ahead, ratios, control, meaning, data, carry } = options;
  return recipe({
    id,
    variant,
    claim,
    gate,
    ...(reads !== undefined && { reads }),
    // The rows of what is carried from batch to batch stay as many as they are.
    adjustable: carry === undefined ? ["learningRateFactor", "batchSize"] : ["learningRateFactor"],
    heldOut: async (context) => (await sharedData(data, recipeDataContext(context))).test,
    settings: settingsOf(options),
    ...(baselines && { baselines }),
    ...(ahead && { ahead }),
    ...(ratios && { ratios }),
    ...(control && { control }),
    ...(meaning && { meaning }),
    data,
    learn: (datasets, context) => learn(options, datasets, context),
    measure: options.measure ?? ((weights, { test }, context) => measure(options, weights, test, context)),
  });
}

async function learn<M extends Block, B>(
  options: SupervisedRecipeOptions<M, B>,
  { train, test }: RecipeDatasets,
  context: LearnContext,
): Promise<Learned> {
  const { optimizer, schedule, clip, ema, carry } = options;
  const { batchSize, augmentation } = options;
  const { batchSeed } = context.seeds;
  const everySteps = context.validateEvery ?? options.validateEvery;
  const model = options.create();
  const { weights, history, finished } = await fit<M, B>(model, {
    ...fitContext(context),
    ...lengthOf(options, context),
    optimizer,
    schedule,
    clip,
    ema,
    ...(carry && { carry: carry(batchSize) }),
    weights: await options.initialWeights?.(model, context),
    data: batched(train, {
      batchSize,
      sampling: samplingOf(options),
      seed: batchSeed,
      ...(augmentation && { augmentation: augmentation(batchSeed) }),
    }),
    loss: options.loss ?? (classLoss as unknown as LossFunction<M, B>),
    ...(everySteps !== undefined && { validation: { ...heldOut(options, test), everySteps } }),
  });
  if (!finished) return { weights, history, finished };
  return {
    weights: await recalibrated(options, weights, train, context),
    history,
    finished,
    metrics: trainingLossOf(options, history),
  };
}

async function recalibrated<M extends Block, B>(
  { create, recalibration, forward }: SupervisedRecipeOptions<M, B>,
  weights: StateDict,
  train: Dataset,
  { backend }: LearnContext,
): Promise<StateDict> {
  if (recalibration === undefined) return weights;
  const { samples, batchSize } = recalibration;
  const first = subset(
    train,
    Uint32Array.from({ length: samples }, (_, index) => index),
  );
  const data = batched(first, { batchSize, sampling: "sequential" });
  // It is short, and ends what is learned: whoever stops the run stops it after this, with a result.
  return recalibrateBatchNorm<M, B>(create(), { weights, data, backend, forward });
}

function trainingLossOf<M extends Block, B>(
  { trainingLoss }: SupervisedRecipeOptions<M, B>,
  history: readonly FitPoint[],
): Readonly<Record<string, number>> {
  if (trainingLoss === undefined) return {};
  const last = history.slice(-trainingLoss.lastSteps);
  return { trainingLoss: last.reduce((sum, { loss }) => sum + loss, 0) / last.length };
}

async function measure<M extends Block, B>(
  options: SupervisedRecipeOptions<M, B>,
  weights: StateDict,
  test: Dataset,
  context: MeasureContext,
): Promise<Measurement> {
  const { backend, signal } = context;
  const evaluation = await evaluateModel<M, B>(options.create(), {
    ...heldOut(options, test),
    backend,
    weights,
    signal,
  });
  const predictions = predictionsOf(evaluation, test);
  const figures = await options.figures?.(weights, context);
  return { metrics: evaluation.metrics, ...(predictions && { predictions }), ...(figures && { figures }) };
}

/** How held-out samples are evaluated: in their order, all of them. */
function heldOut<M extends Block, B>(options: SupervisedRecipeOptions<M, B>, test: Dataset): Validation<M, B> {
  const { forward, metrics, carry } = options;
  const batchSize = Math.min(carry === undefined ? testBatchSize : testStreams, test.size);
  const sampling = carry === undefined ? "sequential" : "contiguous";
  const data = batched(test, { batchSize, sampling, remainder: "mask" });
  return { data, forward, metrics, ...(carry && { carry: carry(batchSize) }) };
}

function samplingOf<M extends Block, B>({ sampling, carry }: SupervisedRecipeOptions<M, B>): Sampling {
  return sampling ?? (carry === undefined ? "shuffle" : "contiguous");
}

function lengthOf<M extends Block, B>({ steps, epochs }: SupervisedRecipeOptions<M, B>, context: LearnContext): Length {
  if (context.steps !== undefined) return { steps: context.steps };
  return steps === undefined ? { epochs } : { steps };
}

function classLoss(model: Block, { x, y }: Supervised): Tensor {
  return crossEntropy((model.forward as (x: Tensor) => Tensor)(x), y);
}

/** The recipe's own settings, and those of its options that are plain data or can be made so. */
function settingsOf<M extends Block, B>(options: SupervisedRecipeOptions<M, B>): Recipe["settings"] {
  const { settings, steps, epochs, batchSize, optimizer, schedule, clip, ema, variant } = options;
  const { trainingLoss, recalibration } = options;
  const sampling = samplingOf(options);
  check(
    typeof sampling === "string" || settings["sampling"] !== undefined,
    () => `recipe ${options.id}: its sampling is a function, settings.sampling must say what it does`,
  );
  const total = steps ?? 1000;
  const tenths = Array.from({ length: 11 }, (_, tenth) => Math.round((tenth * total) / 10));
  return {
    ...settings,
    variant,
    steps,
    epochs,
    batchSize,
    ...(typeof sampling === "string" && { sampling }),
    trainingLoss,
    recalibration,
    clip,
    ema,
    optimizer: describeRule(optimizer),
    schedule: schedule && tenths.map((step) => schedule(step, total).toPrecision(6)),
  };
}

/** The classes predicted, where the model gives logits for classes. */
function predictionsOf({ outputs, inputs }: Evaluated, test: Dataset): Predictions | undefined {
  const [logits, actual] = [outputs["logits"], inputs["y"]];
  if (logits === undefined || !(actual?.data instanceof Int32Array)) return undefined;
  const labels = test.labels ?? Array.from({ length: logits.shape[1]! }, (_, index) => String(index));
  const isPadding = paddingOf(actual, inputs["yLengths"]);
  const real = (classes: Int32Array) => classes.filter((_, position) => !isPadding(position));
  return { labels, actual: real(actual.data), predicted: real(predictedClasses(logits)) };
}
