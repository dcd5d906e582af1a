import type { StateDict } from "@blockzoo/core";
import type { HistoryPoint, MeasureContext, Measurement, Recipe, RecipeContext, RecipeResult } from "@blockzoo/family";
import { recipeDataContext, type RecipeDataContext } from "./recipe-data.js";
import { recipeSeeds, type RecipeSeeds } from "./recipe-seeds.js";
import { sharedData } from "./shared-data.js";

/** Where and how something is learned. */
export interface LearnContext extends RecipeContext {
  /** What is run. */
  readonly recipe: Pick<Recipe, "id" | "settings">;
  /** What is drawn at random while learning is keyed by these, and by nothing else. */
  readonly seeds: RecipeSeeds;
  readonly checkpointEvery: number;
}

/** What learning gives. */
export interface Learned {
  readonly weights: StateDict;
  /** A point for each step; none for what is learned at once. */
  readonly history: readonly HistoryPoint[];
  /** False when the signal stopped it before its end. */
  readonly finished: boolean;
  /** Numbers of the learning itself, beside those on held-out data, such as `trainingLoss`. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** What {@link recipe} takes, besides what every recipe has. */
export interface RecipeOptions<Data> extends Omit<Recipe, "run" | "measure"> {
  /** What is learned from, and what is measured on. */
  readonly data: (context: RecipeDataContext) => Promise<Data>;
  /** Learns weights in any way: gradients are one of many. What has steps can take them by `learnInSteps`. */
  readonly learn: (data: Data, context: LearnContext) => Promise<Learned>;
  /** Measures weights on held-out data. */
  readonly measure: (weights: StateDict, data: Data, context: MeasureContext) => Promise<Measurement>;
}

/** What a killed run loses at most. */
const stepsBetweenCheckpoints = 200;

/**
 * A recipe of any kind: in closed form, by contrastive divergence, by trial and reward, by evolution. Classifiers and other
 * models with a loss are trained by `supervisedRecipe`, which is one of these.
 *
 * The seed of a run decides everything that is random, by {@link recipeSeeds}.
 *
 * What the functions do cannot be seen from outside, so `settings` must say it: all numbers and names that decide the
 * result. Their hash, `recipeHash`, ties results and weights to the recipe.
 *
 * @example
 * export const ridge = recipe({
 *   id: "readout.moons",
 *   variant: "readout",
 *   claim: "A linear readout of random features separates the two moons.",
 *   gate: { metric: "accuracy", atLeast: 0.98 },
 *   settings: { data: "moons, 500, noise 0.1", features: 64, ridge: 1e-3 },
 *   data: async ({ trainSeed, testSeed }) => ({ train: moonsOf(trainSeed), test: moonsOf(testSeed) }),
 *   learn: async ({ train }, { seeds }) => {
 *     const weights = solveRidge(featuresOf(train, seeds.weightsSeed));
 *     return { weights, history: [], finished: true };
 *   },
 *   measure: async (weights, { test }) => ({ metrics: { accuracy: accuracyOf(weights, test) } }),
 * });
 */
export function recipe<Data>({ data, learn, measure, ...claim }: RecipeOptions<Data>): Recipe {
  return {
    ...claim,
    run: (context) => run({ ...claim, data, learn, measure }, context),
    measure: async (weights, context) => measure(weights, await sharedData(data, recipeDataContext(context)), context),
  };
}

async function run<Data>(
  { id, settings, data, learn, measure }: RecipeOptions<Data>,
  context: RecipeContext,
): Promise<RecipeResult> {
  const { seed, signal, checkpointEvery = stepsBetweenCheckpoints } = context;
  const sets = await sharedData(data, recipeDataContext(context));
  const own = { recipe: { id, settings }, seeds: recipeSeeds(seed), checkpointEvery };
  const { metrics, ...learned } = await learn(sets, { ...context, ...own });
  const stopped: RecipeResult = { ...learned, metrics: {}, finished: false };
  if (!learned.finished) return stopped;
  try {
    const measured = await measure(learned.weights, sets, context);
    return { ...learned, ...measured, metrics: { ...measured.metrics, ...metrics } };
  } catch (error) {
    // What was learned is kept: a run that goes on is measured at once.
    if (signal?.aborted === true) return stopped;
    throw error;
  }
}
