import type { Backend, StateDict } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import type { Adjustment, BeforeStep } from "./between-steps.js";
import type { CheckpointStore } from "./checkpoint-store.js";
import type { Figure } from "./figure.js";

/** A number that a recipe must reach for its claim to hold. */
export interface Gate {
  /** The name of the metric, such as `"accuracy"`. */
  readonly metric: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** A further condition, on another metric. */
  readonly and?: Gate;
}

/** How many times the gate's metric of one baseline, or of the recipe itself, that of another may be. */
export interface Ratio {
  /** The name of a baseline; the recipe itself by default. */
  readonly of?: string;
  /** The name of the baseline that is divided by. */
  readonly to: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One point of a training run; what a way of learning does not have, its points leave out. */
export interface HistoryPoint {
  /** How many steps were taken. */
  readonly step: number;
  /** The pass over the data that the step was in, from 1. */
  readonly epoch?: number;
  /** What the step made smaller, before it. */
  readonly loss?: number;
  readonly learningRate?: number;
  /** Metrics on held-out data, where they were taken at this step. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** What was changed by hand about the step; the run is then not the recipe's own. */
  readonly adjustment?: Adjustment;
}

/** What a recipe tells while it runs. */
export interface RecipeProgress extends HistoryPoint {
  readonly totalSteps: number;
}

/** Where and how a recipe runs. */
export interface RecipeContext {
  readonly backend: Backend;
  /** Keys data, first weights, batches and dropout. Default 0. */
  readonly seed?: number;
  /** Runs so many steps instead of the recipe's; the gate is then not judged. */
  readonly steps?: number;
  /** The folder with data sets, or a data file, for recipes that read one. */
  readonly data?: string;
  /** Where checkpoints and history go; nothing is kept without it. */
  readonly checkpoints?: CheckpointStore;
  /** A killed run loses at most so many steps. Default 200. */
  readonly checkpointEvery?: number;
  /** Go on from the checkpoint in `checkpoints`. Default false. */
  readonly resume?: boolean;
  /** Takes metrics on held-out data every so many steps, for the history; they decide nothing. By default as the recipe does. */
  readonly validateEvery?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RecipeProgress) => void;
  /** Asked before each step, which waits for the answer: see {@link BeforeStep}. By default nothing is asked. */
  readonly beforeStep?: BeforeStep;
}

/** The part of a context that measuring needs. */
export type MeasureContext = Pick<RecipeContext, "backend" | "seed" | "data" | "signal">;

/** Predictions on held-out data, for reports. */
export interface Predictions {
  readonly labels: readonly string[];
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
}

/** What a recipe measures on held-out data. */
export interface Measurement {
  readonly metrics: Readonly<Record<string, number>>;
  readonly predictions?: Predictions;
  /** What was done with a few held-out samples, for reports. */
  readonly figures?: readonly Figure[];
}

export interface RecipeResult extends Measurement {
  readonly weights: StateDict;
  readonly history: readonly HistoryPoint[];
  /** False when the run was stopped by the signal before all was learned and measured; it then has no metrics. */
  readonly finished: boolean;
}

/**
 * How a claim is reproduced: data, a way to learn, metric, gate. Nothing is said of how it learns, so that recipes which do
 * not backpropagate are the same to whoever runs them. The command does so by id.
 */
export interface Recipe {
  /** `<variant>.<dataset>`, the tag of the weights it makes. */
  readonly id: string;
  readonly variant: string;
  /** The claim in one sentence, with its source. */
  readonly claim: string;
  readonly gate: Gate;
  /** The data set that it reads from the data folder, as people call it: `"MNIST"`. Without one it makes its data, and runs anywhere. */
  readonly reads?: string;
  /** What `beforeStep` may adjust. Default: nothing. */
  readonly adjustable?: readonly (keyof Adjustment)[];
  /**
   * The held-out samples of a seed in the order of `predictions`, to be shown beside them. Default: they are not samples of a data set.
   */
  heldOut?(context: Pick<MeasureContext, "seed" | "data">): Promise<Dataset>;
  /** All that decides the result, as plain data: its hash ties committed results and weights to the recipe. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same task for something simpler, measured beside it: `linear`, `mlp`. */
  readonly baselines?: Readonly<Record<string, Recipe>>;
  /** How far the gate's metric must be ahead of baselines with the same seed: `{ mlp: 0.3 }`. */
  readonly ahead?: Readonly<Record<string, number>>;
  /** Bounds on the gate's metric, divided by that of a baseline with the same seed: `[{ to: "shallow", atMost: 3 }]`. */
  readonly ratios?: readonly Ratio[];
  /** The recipe broken on purpose, such as with shuffled labels: it must miss the gate. */
  readonly control?: Recipe;
  /**
   * What the weights that it makes mean, where its data say it, such as the words or the scale that were learned: plain data. By
   * default what the variant says, or the entry of weights of its id.
   */
  meaning?(context: Pick<MeasureContext, "seed" | "data">): Promise<unknown>;
  run(context: RecipeContext): Promise<RecipeResult>;
  /** Measures given weights on the held-out data of the seed, as a run measures its own. */
  measure(weights: StateDict, context: MeasureContext): Promise<Measurement>;
}

/** Whether metrics satisfy a gate. */
export function passes(gate: Gate, metrics: Readonly<Record<string, number>>): boolean {
  const { metric, and } = gate;
  return isWithin(metrics[metric], gate) && (and === undefined || passes(and, metrics));
}

/** Whether a number is there and within bounds. */
export function isWithin(value: number | undefined, { atLeast, atMost }: Pick<Gate, "atLeast" | "atMost">): boolean {
  return value !== undefined && value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity);
}
