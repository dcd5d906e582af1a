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
import { batched, subset, type BatchAugmentation, type BatchSource, type Dataset, type Sampling } from "@blockzoo/data";
import type { MeasureContext, Measurement, Predictions, Recipe } from "@blockzoo/family";
import type { AverageOptions } from "../averages.js";
import type { Supervised } from "../batch-types.js";
import type { Clip } from "../clipping.js";
import { evaluateModel, type Evaluated, type EvaluationOptions } from "../evaluate-model.js";
import { fit, type FitPoint, type Length } from "../fit.js";
import { crossEntropy } from "../losses/index.js";
import { paddingOf, predictedClasses } from "../metrics.js";
import { describeRule, type UpdateRule } from "../optimizers/update-rule.js";
import { recalibrateBatchNorm } from "../recalibrate-batch-norm.js";
import type { Schedule } from "../schedules.js";
import type { LossFunction } from "../train-step.js";
import type { RecipeData, RecipeDatasets } from "./recipe-data.js";
import { recipe, type LearnContext, type Learned, type RecipeOptions } from "./recipe.js";

/** What {@link supervisedRecipe} takes, besides what every recipe has. */
export type SupervisedRecipeOptions<M extends Block> = Length &
  Omit<RecipeOptions<RecipeDatasets>, "learn" | "measure"> &
  Omit<EvaluationOptions<M>, "carry"> & {
    /** A new model. */
    readonly create: () => M;
    /** Samples with inputs `x` and classes `y`. */
    readonly data: RecipeData;
    /** By default, the cross-entropy of `model.forward(x)`, which are logits `[N, K, ...]`, with `y`. */
    readonly loss?: LossFunction<M, Supervised>;
    readonly optimizer: UpdateRule;
    readonly schedule?: Schedule;
    readonly clip?: Clip;
    readonly ema?: AverageOptions;
    readonly batchSize: number;
    /** Measures weights in a way of its own, in the place of `forward` and `metrics`. */
    readonly measure?: RecipeOptions<RecipeDatasets>["measure"];
    /** How training batches are drawn; for a function, `settings.sampling` must say what it does. Default `shuffle`. */
    readonly sampling?: Sampling;
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

/** The samples of a test batch. */
const testBatchSize = 100;

/**
 * A recipe that trains a classifier, or another model with a loss and metrics of its own, and measures it on test data.
 *
 * @example see the head of this file
 */
export function supervisedRecipe<M extends Block>(options: SupervisedRecipeOptions<M>): Recipe {
  const { id, variant, claim, gate, baselines, ahead, ratios, control, data } = options;
  return recipe({
    id,
    variant,
    claim,
    gate,
    settings: settingsOf(options),
    ...(baselines && { baselines }),
    ...(ahead && { ahead }),
    ...(ratios && { ratios }),
    ...(control && { control }),
    data,
    learn: (datasets, context) => learn(options, datasets, context),
    measure: options.measure ?? ((weights, { test }, context) => measure(options, weights, test, context)),
  });
}

async function learn<M extends Block>(
  options: SupervisedRecipeOptions<M>,
  { train, test }: RecipeDatasets,
  context: LearnContext,
): Promise<Learned> {
  const { optimizer, schedule, clip, ema, forward, metrics } = options;
  const { backend, seeds, checkpoints, checkpointEvery, resume, signal, onProgress } = context;
  const { batchSize, sampling = "shuffle", augmentation } = options;
  const { weightsSeed, batchSeed } = seeds;
  const everySteps = context.validateEvery ?? options.validateEvery;
  const model = options.create();
  const { weights, history, finished } = await fit<M>(model, {
    ...lengthOf(options, context),
    optimizer,
    schedule,
    clip,
    ema,
    backend,
    seed: weightsSeed,
    resume,
    signal,
    onProgress,
    weights: await options.initialWeights?.(model, context),
    data: batched(train, {
      batchSize,
      sampling,
      seed: batchSeed,
      ...(augmentation && { augmentation: augmentation(batchSeed) }),
    }),
    loss: options.loss ?? ((own, { x, y }) => crossEntropy(logitsOf(own, x), y)),
    ...(everySteps !== undefined && { validation: { data: testBatches(test), everySteps, forward, metrics } }),
    ...(checkpoints && { checkpoint: { to: checkpoints, everySteps: checkpointEvery } }),
  });
  if (!finished) return { weights, history, finished };
  return {
    weights: await recalibrated(options, weights, train, context),
    history,
    finished,
    metrics: trainingLossOf(options, history),
  };
}

async function recalibrated<M extends Block>(
  { create, recalibration, forward }: SupervisedRecipeOptions<M>,
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
  return recalibrateBatchNorm(create(), { weights, data, backend, forward });
}

function trainingLossOf<M extends Block>(
  { trainingLoss }: SupervisedRecipeOptions<M>,
  history: readonly FitPoint[],
): Readonly<Record<string, number>> {
  if (trainingLoss === undefined) return {};
  const last = history.slice(-trainingLoss.lastSteps);
  return { trainingLoss: last.reduce((sum, { loss }) => sum + loss, 0) / last.length };
}

async function measure<M extends Block>(
  options: SupervisedRecipeOptions<M>,
  weights: StateDict,
  test: Dataset,
  { backend, signal }: MeasureContext,
): Promise<Measurement> {
  const { create, forward, metrics } = options;
  const data = testBatches(test);
  const evaluation = await evaluateModel<M>(create(), { data, backend, weights, forward, metrics, signal });
  const predictions = predictionsOf(evaluation, test);
  return { metrics: evaluation.metrics, ...(predictions && { predictions }) };
}

/** Held-out samples in their order, all of them. */
function testBatches(test: Dataset): BatchSource {
  const batchSize = Math.min(testBatchSize, test.size);
  return batched(test, { batchSize, sampling: "sequential", remainder: "mask" });
}

function lengthOf<M extends Block>({ steps, epochs }: SupervisedRecipeOptions<M>, context: LearnContext): Length {
  if (context.steps !== undefined) return { steps: context.steps };
  return steps === undefined ? { epochs } : { steps };
}

function logitsOf(model: Block, x: Tensor): Tensor {
  return (model.forward as (x: Tensor) => Tensor)(x);
}

/** The recipe's own settings, and those of its options that are plain data or can be made so. */
function settingsOf<M extends Block>(options: SupervisedRecipeOptions<M>): Recipe["settings"] {
  const { settings, steps, epochs, batchSize, optimizer, schedule, clip, ema, sampling = "shuffle", variant } = options;
  const { trainingLoss, recalibration } = options;
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
