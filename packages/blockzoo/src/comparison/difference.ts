import { describeType, type NDArray } from "@blockzoo/core";

/** How far the outputs of a network in float32 may be from the reference. */
export const tolerance = 1e-4;

/**
 * `max|a - b| / max(1, max|b|)`; infinite where types differ, or one value is not finite and the other is another one.
 *
 * @param b what should have come out
 */
export function difference(a: NDArray, b: NDArray): number {
  if (describeType(a) !== describeType(b)) return Infinity;
  let [largest, scale] = [0, 1];
  for (let index = 0; index < b.data.length; index++) {
    const [found, expected] = [a.data[index]!, b.data[index]!];
    if (Object.is(found, expected)) continue;
    if (!Number.isFinite(found) || !Number.isFinite(expected)) return Infinity;
    largest = Math.max(largest, Math.abs(found - expected));
    scale = Math.max(scale, Math.abs(expected));
  }
  return largest / scale;
}
