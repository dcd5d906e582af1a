import { numeric, type Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import type { SliceAttributes } from "./slicing.js";

/** The first position that a slice takes of an axis, how many it takes, and the step between them. */
export interface SliceRange {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** What a slice takes along each of its axes, in their order. */
export function rangesOf(shape: readonly Dimension[], { axes, starts, ends, steps }: SliceAttributes): SliceRange[] {
  return axes.map((axis, index) => {
    check(axis >= 0 && axis < shape.length, () => `slice: axis ${axis} does not exist in shape [${shape}]`);
    return sliceRange(numeric(shape[axis]!, `slice along axis ${axis}`), starts[index]!, ends[index]!, steps[index]!);
  });
}

/** NumPy's rule for `start:end:step` on an axis of a given size. */
export function sliceRange(size: number, start: number, end: number, step: number): SliceRange {
  check(Number.isInteger(step) && step !== 0, () => `slice: a step must be a whole number other than 0, got ${step}`);
  // Going backwards, -1 is the position before element 0, and the last element the furthest to begin with.
  const [lowest, highest] = step > 0 ? [0, size] : [-1, size - 1];
  const clip = (position: number) => Math.min(Math.max(position < 0 ? position + size : position, lowest), highest);
  const first = clip(start);
  return { first, count: Math.max(0, Math.ceil((clip(end) - first) / step)), step };
}

/** One way of writing each range, so that equal slices are equal nodes. */
export function writeRange(
  { first, count, step }: SliceRange,
  size: number,
): { start: number; end: number; step: number } {
  if (count === 0) return { start: 0, end: 0, step: 1 };
  if (count === 1) return { start: first, end: first + 1, step: 1 };
  const last = first + (count - 1) * step;
  if (step > 0) return { start: first, end: last + 1, step };
  return { start: first, end: last === 0 ? -size - 1 : last - 1, step };
}
