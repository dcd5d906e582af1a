import { numericShape } from "../../dimensions.js";
import { placeInRows } from "../../ops/place-in-rows.js";
import { pad, reshape, reverse } from "../../ops/shape.js";
import { rangesOf, type SliceRange } from "../../ops/slice-range.js";
import type { Tensor } from "../../tensor.js";
import type { GradientRules } from "./rule.js";

export const slicingRules = {
  slice({ inputs: [x], cotangents: [dy], attributes }) {
    const sizes = numericShape(x!.shape, "the gradient of slice");
    const ranges = rangesOf(sizes, attributes);
    const taken = sizes.map((size, axis): SliceRange => {
      return ranges[attributes.axes.indexOf(axis)] ?? { first: 0, count: size, step: 1 };
    });
    return [putBack(dy!, taken, sizes)];
  },
  pad: ({ cotangents: [dy], attributes: { pads } }) => [
    pad(
      dy!,
      pads.map(([before, after]) => [0 - before, 0 - after] as const),
    ),
  ],
} satisfies Partial<GradientRules>;

/** As far as a product with a matrix of zeros and ones is cheaper than to move element by element. */
const longestRow = 128;

/** The elements at the places they were taken from along each axis, zeros around them and between them. */
function putBack(x: Tensor, taken: readonly SliceRange[], sizes: readonly number[]): Tensor {
  const last = taken.length - 1;
  const isSpread = last > 0 && Math.abs(taken[last]!.step) > 1 && sizes[last]! <= longestRow;
  const [rows, left] = isSpread
    ? [spreadRows(x, taken[last]!, sizes[last]!), taken.with(last, { first: 0, count: sizes[last]!, step: 1 })]
    : [x, taken];
  const forward = reverse(
    rows,
    left.flatMap(({ step }, axis) => (step < 0 ? [axis] : [])),
  );
  // What follows the last element may be less than a step: then the pad crops.
  return pad(
    stuffed(forward, left),
    left.map(({ first, count, step }, axis) => {
      const lowest = step < 0 ? first + (count - 1) * step : first;
      return [lowest, sizes[axis]! - lowest - count * Math.abs(step)] as const;
    }),
  );
}

/** Every row's elements at the places they were taken from, zeros between them: single elements are dear to copy. */
function spreadRows(x: Tensor, { first, count, step }: SliceRange, size: number): Tensor {
  const places = Array.from({ length: count }, (_, index) => [index, first + index * step] as const);
  return placeInRows(x, size, places);
}

/** Zeros behind every element, as many as a step passes over: each is the first of an axis of that size. */
function stuffed(x: Tensor, taken: readonly SliceRange[]): Tensor {
  const axes = taken.map(({ count, step }) => ({ count, step: Math.abs(step) }));
  if (axes.every(({ step }) => step <= 1)) return x;
  const apart = reshape(
    x,
    axes.flatMap(({ count, step }) => (step > 1 ? [count, 1] : [count])),
  );
  const filled = pad(
    apart,
    axes.flatMap(({ step }): [number, number][] => [[0, 0], ...(step > 1 ? [[0, step - 1] as [number, number]] : [])]),
  );
  return reshape(
    filled,
    axes.map(({ count, step }) => count * step),
  );
}
