import { ndarray, type NDArray } from "@blockzoo/core";
import { checkVisible } from "./check-visible.js";
import type { UnitKind } from "./units.js";

/**
 * Visible biases from data [N, visible], so that the hidden units need not learn how often each visible one is on:
 * `log(p / (1 - p))` of each Bernoulli unit's mean p, the mean of each Gaussian one.
 *
 * G. E. Hinton, "A Practical Guide to Training Restricted Boltzmann Machines", 2010, section 8.1. Deviation: to the N samples one
 * is added in which all units are half on, so that p is never 0 or 1.
 *
 * @returns [visible]
 * @throws BlockzooError where a value cannot be that of such a unit, see {@link checkVisible}
 * @example
 * const weights = new Map(initialize(machine, { seed }));
 * weights.set("visibleBias", firstVisibleBias(data));
 */
export function firstVisibleBias(visible: NDArray, units: UnitKind = "bernoulli"): NDArray {
  checkVisible(visible, units, "firstVisibleBias");
  const { shape, data } = visible;
  const [samples, count] = shape as [number, number];
  const sums = new Float64Array(count);
  data.forEach((value, index) => (sums[index % count]! += value));
  const biases: Readonly<Record<UnitKind, (sum: number) => number>> = {
    bernoulli: (sum) => Math.log((sum + 0.5) / (samples - sum + 0.5)),
    gaussian: (sum) => sum / samples,
  };
  return ndarray(Float32Array.from(sums, biases[units]));
}
