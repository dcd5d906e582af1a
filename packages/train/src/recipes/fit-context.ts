import type { Block } from "@blockzoo/core";
import type { FitOptions } from "../fit.js";
import type { LearnContext } from "./recipe.js";

/**
 * What of a recipe's context `fit` is told: where it runs, from which seed, from which checkpoint, who is asked before a step, and when it stops.
 *
 * @example await fit(model, { ...fitContext(context), data, loss, optimizer, steps });
 */
export function fitContext(
  context: LearnContext,
): Pick<FitOptions<Block>, "backend" | "seed" | "resume" | "signal" | "onProgress" | "beforeStep" | "checkpoint"> {
  const { backend, seeds, checkpoints, checkpointEvery, resume, signal, onProgress, beforeStep } = context;
  return {
    backend,
    seed: seeds.weightsSeed,
    resume,
    signal,
    onProgress,
    beforeStep,
    ...(checkpoints && { checkpoint: { to: checkpoints, everySteps: checkpointEvery } }),
  };
}
