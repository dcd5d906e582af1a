import { numeric, type Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import type { SliceAttributes } from "./slicing.js";

/**
 * The first position that a slice takes of an axis, how many it takes, and the step between them. The position counts from the
 * back, as -1, where the axis has a name instead of a size.
 */
export interface SliceRange {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** The end of a slice that goes to the end of an axis with a name: ends are clipped. */
const openEnd = 2 ** 31 - 1;

/** What a slice takes along each of its axes, in their order. */
export function rangesOf(shape: readonly Dimension[], { axes, starts, ends, steps }: SliceAttributes): SliceRange[] {
  return axes.map((axis, index) => {
    check(axis >= 0 && axis < shape.length, () => `slice: axis ${axis} does not exist in shape [${shape}]`);
    return rangeOf(
      shape[axis]!,
      { start: starts[index]!, end: ends[index]!, step: steps[index]! },
      `slice along axis ${axis}`,
    );
  });
}

/** Of an axis with a name that which does not depend on its size: so many elements from the front, or up to the back. */
export function rangeOf(
  size: Dimension,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  what: string,
): SliceRange {
  const isToEnd = end >= openEnd;
  const isOpen = typeof size === "string" && step === 1 && start < 0 === (end < 0 || isToEnd);
  if (!isOpen) return sliceRange(numeric(size, what), start, end, step);
  return { first: start, count: Math.max(0, (isToEnd ? 0 : end) - start), step };
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
  size: Dimension,
): { start: number; end: number; step: number } {
  if (count === 0) return { start: 0, end: 0, step: 1 };
  const last = first + (count - 1) * step;
  const behind = last === -1 ? openEnd : last + 1;
  if (count === 1) return { start: first, end: behind, step: 1 };
  if (step > 0) return { start: first, end: behind, step };
  return { start: first, end: last === 0 ? -numeric(size, "slice backwards") - 1 : last - 1, step };
}
