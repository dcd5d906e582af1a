import type { Block } from "@blockzoo/core";
import type { FitOptions } from "../fit.js";
import type { LearnContext } from "./recipe.js";

/**
 * What of a recipe's context `fit` is told: where it runs, from which seed, from which checkpoint, and when it stops.
 *
 * @example await fit(model, { ...fitContext(context), data, loss, optimizer, steps });
 */
export function fitContext(
  context: LearnContext,
): Pick<FitOptions<Block>, "backend" | "seed" | "resume" | "signal" | "onProgress" | "checkpoint"> {
  const { backend, seeds, checkpoints, checkpointEvery, resume, signal, onProgress } = context;
  return {
    backend,
    seed: seeds.weightsSeed,
    resume,
    signal,
    onProgress,
    ...(checkpoints && { checkpoint: { to: checkpoints, everySteps: checkpointEvery } }),
  };
}
