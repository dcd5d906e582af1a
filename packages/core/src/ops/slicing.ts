import { scale } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, emitOne, type TensorLike } from "../graph/builder.js";
import { stridesOf } from "../ndarray.js";
import { describeType, type Tensor } from "../tensor.js";
import { offsets } from "./broadcast.js";
import { defineOp } from "./define.js";
import { normalizeAxes, normalizeAxis, readStrided, storageFor } from "./result.js";
import { rangeOf, rangesOf, writeRange } from "./slice-range.js";

/**
 * As in ONNX and NumPy: negative starts and ends count from the back, and are clipped to the axis. `slice` itself writes
 * them from the front; only a negative step that takes element 0 has an end before it, written `-size - 1`.
 */
export type SliceAttributes = {
  readonly axes: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly steps: readonly number[];
};

export const sliceOp = defineOp<SliceAttributes>({
  name: "slice",
  doc: "Along each of the axes, the elements from start to before end in steps; a negative step goes backwards. ONNX Slice.",
  infer([x], attributes) {
    const shape = [...x!.shape];
    rangesOf(x!.shape, attributes).forEach(({ count }, index) => (shape[attributes.axes[index]!] = count));
    return [{ dtype: x!.dtype, shape }];
  },
  evaluate([x], attributes, [output]) {
    const strides = stridesOf(x!.shape);
    let base = 0;
    rangesOf(x!.shape, attributes).forEach(({ first, step, count }, index) => {
      const axis = attributes.axes[index]!;
      if (count > 0) base += first * strides[axis]!;
      strides[axis]! *= step;
    });
    return [readStrided(x!, output!, strides, base)];
  },
  linear: [0],
  cases: () => [
    {
      name: "rows",
      inputs: [{ shape: [5, 3] }],
      attributes: { axes: [0], starts: [1], ends: [4], steps: [1] },
    },
    {
      name: "a crop of an image",
      inputs: [{ shape: [2, 2, 4, 5] }],
      attributes: { axes: [2, 3], starts: [1, 0], ends: [3, 4], steps: [1, 1] },
    },
    {
      name: "every third",
      inputs: [{ shape: [8, 2] }],
      attributes: { axes: [0], starts: [1], ends: [8], steps: [3] },
    },
    {
      name: "every other, tail shorter than a step",
      inputs: [{ shape: [2, 5, 7] }],
      attributes: { axes: [1, 2], starts: [0, 2], ends: [5, 7], steps: [2, 2] },
    },
    {
      name: "reversed",
      inputs: [{ shape: [2, 4] }],
      attributes: { axes: [1], starts: [3], ends: [-5], steps: [-1] },
    },
    {
      name: "every other, backwards",
      inputs: [{ shape: [2, 7, 2] }],
      attributes: { axes: [1], starts: [5], ends: [0], steps: [-2] },
    },
    {
      name: "counted from the back, ends clipped",
      inputs: [{ shape: [4, 6] }],
      attributes: { axes: [0, 1], starts: [-3, -4], ends: [100, -1], steps: [1, 1] },
    },
    {
      name: "one element",
      inputs: [{ shape: [3, 1, 2] }],
      attributes: { axes: [0, 1], starts: [2, 0], ends: [3, 1], steps: [1, 1] },
    },
    { name: "no axes", inputs: [{ shape: [2, 2] }], attributes: { axes: [], starts: [], ends: [], steps: [] } },
    {
      name: "int32",
      inputs: [{ shape: [3, 4], dtype: "int32", range: [-9, 9] }],
      attributes: { axes: [1], starts: [1], ends: [3], steps: [1] },
      gradient: false,
    },
  ],
});

/** Full rank, before and after each axis; a negative number crops. */
export type PadAttributes = { readonly pads: readonly (readonly [number, number])[]; readonly value: number };

export const padOp = defineOp<PadAttributes>({
  name: "pad",
  doc: "x with a number of constant values before and after each axis; a negative number crops instead. ONNX Pad, constant mode.",
  infer([x], { pads }) {
    check(
      pads.length === x!.shape.length && pads.flat().every(Number.isInteger),
      () => `pad expects a pair [before, after] for each axis of ${describeType(x!)}, got ${JSON.stringify(pads)}`,
    );
    const shape = x!.shape.map((size, axis) => {
      const [before, after] = pads[axis]!;
      check(
        typeof size === "string" || size + Math.min(before, 0) + Math.min(after, 0) >= 0,
        () => `pad: [${before},${after}] crops more than axis ${axis} of ${describeType(x!)} has`,
      );
      return scale(size, 1, before + after);
    });
    return [{ dtype: x!.dtype, shape }];
  },
  evaluate([x], { pads, value }, [output]) {
    const data = storageFor(output!);
    if (value !== 0) data.fill(value);
    const [from, to] = [stridesOf(x!.shape), stridesOf(output!.shape)];
    const kept = x!.shape.map((size, axis) => size + Math.min(pads[axis]![0], 0) + Math.min(pads[axis]![1], 0));
    // The first element that is kept: its position in x where something is cropped, in the result where it is padded.
    const start = (strides: readonly number[], sign: number) =>
      strides.reduce((total, stride, axis) => total + stride * Math.max(0, sign * pads[axis]![0]), 0);
    const source = offsets(kept, from, start(from, -1));
    const target = offsets(kept, to, start(to, 1));
    for (let i = 0; i < source.length; i++) data[target[i]!] = x!.data[source[i]!]!;
    return [{ ...output!, data }];
  },
  linear: [0],
  cases: () => [
    { name: "vector", inputs: [{ shape: [3] }], attributes: { pads: [[1, 2]], value: 0 } },
    {
      name: "image",
      inputs: [{ shape: [2, 1, 2, 3] }],
      attributes: {
        pads: [
          [0, 0],
          [0, 0],
          [1, 2],
          [2, 0],
        ],
        value: 0,
      },
    },
    {
      name: "negative pads crop",
      inputs: [{ shape: [4, 5] }],
      attributes: {
        pads: [
          [-1, 0],
          [-1, -2],
        ],
        value: 0,
      },
    },
    {
      name: "shifted: a crop and a pad on one axis",
      inputs: [{ shape: [2, 4, 3] }],
      attributes: {
        pads: [
          [0, 0],
          [2, -2],
          [-1, 1],
        ],
        value: 0,
      },
    },
    {
      name: "another value",
      inputs: [{ shape: [2, 2] }],
      attributes: {
        pads: [
          [0, 1],
          [1, 0],
        ],
        value: -2.5,
      },
    },
    { name: "scalar", inputs: [{ shape: [] }], attributes: { pads: [], value: 0 } },
    {
      name: "int32",
      inputs: [{ shape: [2, 2], dtype: "int32", range: [-9, 9] }],
      attributes: {
        pads: [
          [1, 0],
          [0, 1],
        ],
        value: 7,
      },
      gradient: false,
    },
  ],
});

export interface SliceOptions {
  /** One for each of `axes`. Negative counts from the back. */
  readonly starts: readonly number[];
  /** The position after the last one taken; negative counts from the back; undefined: as far as the step leads. */
  readonly ends?: readonly (number | undefined)[];
  /** Default: the first axes, one for each start. */
  readonly axes?: readonly number[];
  /** Default 1; a negative step goes backwards. */
  readonly steps?: readonly number[];
}

/**
 * A part of a tensor, NumPy's `x[start:end:step]` along the given axes. An axis with a name instead of a size can be taken
 * whole, or as the first or the last elements of it, of which it must then have so many; `gather` picks single positions.
 *
 * @example
 * slice(x, { axes: [-1], starts: [0], ends: [10] });        // x[..., :10]
 * slice(x, { starts: [1, 0], ends: [-1], steps: [1, 2] });  // x[1:-1, ::2]
 */
export function slice(x: TensorLike, options: SliceOptions): Tensor {
  const tensor = currentBuilder("slice(...)").adopt(x);
  const { starts, ends = [], axes = starts.map((_, index) => index), steps = [] } = options;
  check(
    axes.length === starts.length && ends.length <= axes.length && steps.length <= axes.length,
    () => `slice: ${starts.length} starts, ${ends.length} ends and ${steps.length} steps for ${axes.length} axes`,
  );
  const own = axes.map((axis) => normalizeAxis("slice", axis, tensor.rank));
  const attributes: { -readonly [K in keyof SliceAttributes]: number[] } = {
    axes: [],
    starts: [],
    ends: [],
    steps: [],
  };
  for (const axis of normalizeAxes("slice", axes, tensor.rank)) {
    const index = own.indexOf(axis);
    const size = tensor.shape[axis]!;
    const start = starts[index]!;
    const step = steps[index] ?? 1;
    const end = ends[index] ?? (step > 0 ? Infinity : -Infinity);
    check(
      Number.isInteger(start) || Math.abs(start) === Infinity,
      () => `slice: a start is ${start}, not a whole number`,
    );
    check(Number.isInteger(end) || Math.abs(end) === Infinity, () => `slice: an end is ${end}, not a whole number`);
    if (typeof size === "string" && start === 0 && end === Infinity && step === 1) continue;
    const range = rangeOf(size, { start, end, step }, `slice along axis ${axis} of ${tensor}`);
    if (range.first === 0 && range.count === size && step === 1) continue;
    const written = writeRange(range, size);
    attributes.axes.push(axis);
    attributes.starts.push(written.start);
    attributes.ends.push(written.end);
    attributes.steps.push(written.step);
  }
  return attributes.axes.length === 0 ? tensor : emitOne(sliceOp, [tensor], attributes);
}

/**
 * `x` with `value` before and after each axis, `pads` being one pair `[before, after]` for each; negative numbers crop.
 *
 * @example pad(x, [[0, 0], [0, 0], [1, 1], [1, 1]])   // [N, C, H, W] -> [N, C, H+2, W+2]
 */
export function pad(x: TensorLike, pads: readonly (readonly [number, number])[], value = 0): Tensor {
  const tensor = currentBuilder("pad(...)").adopt(x);
  const isNothing = pads.length === tensor.rank && pads.flat().every((count) => count === 0);
  return isNothing ? tensor : emitOne(padOp, [tensor], { pads, value });
}

/** Backwards along the given axes, all by default. Their sizes must be numbers. */
export function reverse(x: TensorLike, axes?: readonly number[]): Tensor {
  const tensor = currentBuilder("reverse(...)").adopt(x);
  const chosen = axes ?? tensor.shape.map((_, axis) => axis);
  return slice(tensor, { axes: chosen, starts: chosen.map(() => Infinity), steps: chosen.map(() => -1) });
}
