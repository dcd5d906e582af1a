import { describeType } from "../tensor.js";
import type { NDArray } from "../ndarray.js";

/** How far two results may be apart, in the measure of {@link difference}. Tests and the command name a preset; none has numbers of its own. */
export const tolerances = {
  /** The float64 reference against a closed form or itself. */
  exact: 1e-12,
  /** The reference against committed float64 values of PyTorch. */
  golden: 1e-9,
  /** Analytic gradients against central differences of the float64 reference. */
  differences: 1e-6,
  /** One op in float32 on a CPU runtime against the reference. */
  op: 2e-6,
  /** A whole network's outputs in float32 against the reference or PyTorch. */
  network: 1e-5,
  /** Losses of ten training steps in float32 against PyTorch's. */
  training: 1e-4,
  /** The output of any block of a network of any depth, on any runtime, against the reference. */
  block: 1e-4,
} as const;

export type Tolerance = keyof typeof tolerances;

/**
 * The one measure of equality: `max|a - b| / max(1, max|b|)`.
 *
 * @param b what should have come out
 * @returns infinity where types differ, or a value is not finite in one of them and not the same in the other
 */
export function difference(a: NDArray, b: NDArray): number {
  if (describeType(a) !== describeType(b)) return Infinity;
  let [largest, scale] = [0, 1];
  for (let index = 0; index < b.data.length; index++) {
    const [found, expected] = [a.data[index]!, b.data[index]!];
    if (Number.isFinite(expected)) scale = Math.max(scale, Math.abs(expected));
    if (Object.is(found, expected)) continue;
    if (!Number.isFinite(found) || !Number.isFinite(expected)) return Infinity;
    largest = Math.max(largest, Math.abs(found - expected));
  }
  return largest / scale;
}
