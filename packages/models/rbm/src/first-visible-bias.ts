import { ndarray, type NDArray } from "@blockzoo/core";
import type { UnitKind } from "./units.js";

/**
 * Visible biases from data [N, visible], so that the hidden units need not learn how often each visible one is on:
 * `log(p / (1 - p))` of each Bernoulli unit's mean p, the mean of each Gaussian one.
 *
 * G. E. Hinton, "A Practical Guide to Training Restricted Boltzmann Machines", 2010, section 8.1. Deviation: to the N samples one
 * is added in which all units are half on, so that p is never 0 or 1.
 *
 * @returns [visible]
 * @example
 * const weights = new Map(initialize(machine, { seed }));
 * weights.set("visibleBias", firstVisibleBias(data));
 */
export function firstVisibleBias({ shape, data }: NDArray, units: UnitKind = "bernoulli"): NDArray {
  const [samples = 0, visible = 0] = shape;
  const sums = new Float64Array(visible);
  data.forEach((value, index) => (sums[index % visible]! += value));
  const biases: Readonly<Record<UnitKind, (sum: number) => number>> = {
    bernoulli: (sum) => Math.log((sum + 0.5) / (samples - sum + 0.5)),
    gaussian: (sum) => sum / samples,
  };
  return ndarray(Float32Array.from(sums, biases[units]));
}
