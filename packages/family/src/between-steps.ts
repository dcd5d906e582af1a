import type { StateDict } from "@blockzoo/core";

/**
 * What is changed by hand about a run while it runs. The run is then no longer the recipe's own: each point of its history that has
 * an adjustment says so.
 */
export interface Adjustment {
  /** Multiplies the learning rate that the step would have, schedule included. Default 1. */
  readonly learningRateFactor?: number;
  /** Samples in a batch. Default: the run's own. */
  readonly batchSize?: number;
}

/** A run between two steps: what can be seen of it there, and kept. */
export interface BetweenSteps {
  /** How many steps were taken. */
  readonly step: number;
  /** The weights as they are now, those of the stage where a run has stages. */
  weights(): Promise<StateDict>;
  /** Writes a checkpoint now, where the run keeps any. */
  save(): Promise<void>;
}

/**
 * Asked before each step, which waits for the answer: what holds from this step on. To answer late is to pause the run; to abort its
 * signal meanwhile is to end it without the step. The same answers before the same steps give the same numbers, also where the run
 * was stopped and resumed in between.
 *
 * @example beforeStep: ({ step }) => ({ learningRateFactor: step < 100 ? 1 : 0.1 })
 */
export type BeforeStep = (run: BetweenSteps) => Adjustment | undefined | Promise<Adjustment | undefined>;
