import type { StateDict } from "@blockzoo/core";
import { batched, type Dataset } from "@blockzoo/data";
import type { MeasureContext } from "@blockzoo/family";
import { evaluateModel } from "@blockzoo/train";
import { annealedImportanceSampling, type AnnealingOptions } from "../src/likelihood/annealed-importance-sampling.js";
import type { Rbm } from "../src/rbm.js";

export interface HeldOut extends Pick<AnnealingOptions, "steps" | "baseBias"> {
  readonly weights: StateDict;
  /** Visible units `x` [n, visible]. */
  readonly test: Dataset;
}

/** The mean log-likelihood of held-out samples, in nats a sample, with an estimated partition function and its standard error. */
export async function heldOutLikelihood(
  machine: Rbm,
  { weights, test, ...annealing }: HeldOut,
  { backend, seed, signal }: MeasureContext,
): Promise<{ readonly logLikelihood: number; readonly standardError: number }> {
  const { outputs } = await evaluateModel(machine, {
    data: batched(test, { batchSize: Math.min(500, test.size), sampling: "sequential", remainder: "mask" }),
    forward: (_, { x }) => ({ freeEnergy: machine.freeEnergy(x) }),
    metrics: {},
    weights,
    backend,
    signal,
  });
  const energies = Array.from(outputs["freeEnergy"]!.data);
  const meanFreeEnergy = energies.reduce((sum, value) => sum + value, 0) / energies.length;
  const { logPartition, standardError } = await annealedImportanceSampling(machine, {
    ...annealing,
    weights,
    backend,
    ...(seed !== undefined && { seed }),
    ...(signal && { signal }),
  });
  return { logLikelihood: -meanFreeEnergy - logPartition, standardError };
}
