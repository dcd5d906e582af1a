import type { StateDict } from "@blockzoo/core";
import { batched, type Dataset } from "@blockzoo/data";
import type { MeasureContext } from "@blockzoo/family";
import { evaluateModel } from "@blockzoo/train";
import type { Rbm } from "../src/rbm.js";

/** The free energy of each sample `x` [n, visible]. */
export async function freeEnergies(
  machine: Rbm,
  { weights, samples }: { readonly weights: StateDict; readonly samples: Dataset },
  { backend, signal }: MeasureContext,
): Promise<number[]> {
  const { outputs } = await evaluateModel(machine, {
    data: batched(samples, { batchSize: 100, sampling: "sequential", remainder: "mask" }),
    forward: (_, { x }) => ({ energy: machine.freeEnergy(x) }),
    metrics: {},
    weights,
    backend,
    signal,
  });
  return Array.from(outputs["energy"]!.data);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
