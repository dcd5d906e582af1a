import { sameShape, type Dimension, type Shape } from "../dimensions.js";
import { BlockzooError, check } from "../errors.js";
import { currentBuilder, emitOne, type TensorLike } from "../graph/builder.js";
import { sizeOf, stridesOf, type NDArray } from "../ndarray.js";
import { describeType, type Tensor, type TensorType } from "../tensor.js";
import { offsets } from "./broadcast.js";
import { defineOp, type CaseInput } from "./define.js";
import { cast, equal } from "./elementwise.js";
import { checkDType, normalizeAxis, storageFor } from "./result.js";
import { reshape, unsqueeze } from "./shape.js";

export type GatherAttributes = { readonly axis: number };

/** `shape` is that of the result; the axis is one of it. */
export type ScatterAttributes = { readonly shape: Shape; readonly axis: number };

/** The indices of a case: int32 within the axis, some of them equal. */
function indexInput(shape: readonly number[], size: number): CaseInput {
  return { shape, dtype: "int32", range: [0, size] };
}

function checkAxis(op: string, shape: Shape, axis: number): void {
  check(axis >= 0 && axis < shape.length, () => `${op}: axis ${axis} does not exist in shape [${shape}]`);
}

/** An index along an axis of the given size, or the error that names both. */
function checkedIndex(op: string, index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  throw new BlockzooError(`${op}: the index ${index} is outside of an axis of size ${size}: expected 0 to ${size - 1}`);
}

function gatheredShape(shape: Shape, indices: Shape, axis: number): Shape {
  return [...shape.slice(0, axis), ...indices, ...shape.slice(axis + 1)];
}

export const gatherOp = defineOp<GatherAttributes>({
  name: "gather",
  doc: "Slices of x picked along an axis by int32 indices of any shape, which takes the place of the axis. Indices count from 0 and lie within the axis. ONNX Gather.",
  infer([x, indices], { axis }) {
    checkDType("gather: indices", indices!, ["int32"]);
    checkAxis("gather", x!.shape, axis);
    return [{ dtype: x!.dtype, shape: gatheredShape(x!.shape, indices!.shape, axis) }];
  },
  evaluate([x, indices], { axis }, [output]) {
    const size = x!.shape[axis]!;
    const outer = sizeOf(x!.shape.slice(0, axis));
    const inner = sizeOf(x!.shape.slice(axis + 1));
    const data = storageFor(output!);
    let at = 0;
    for (let row = 0; row < outer; row++) {
      for (const index of indices!.data) {
        const start = (row * size + checkedIndex("gather", index, size)) * inner;
        data.set(x!.data.subarray(start, start + inner), at);
        at += inner;
      }
    }
    return [{ ...output!, data }];
  },
  linear: [0],
  cases: () => [
    { name: "rows of a table", inputs: [{ shape: [5, 3] }, indexInput([4], 5)], attributes: { axis: 0 } },
    { name: "a batch of sequences", inputs: [{ shape: [6, 2] }, indexInput([2, 3], 6)], attributes: { axis: 0 } },
    { name: "a middle axis", inputs: [{ shape: [2, 4, 3] }, indexInput([5], 4)], attributes: { axis: 1 } },
    {
      name: "one position: the axis goes",
      inputs: [{ shape: [2, 3, 2] }, { shape: [], dtype: "int32", values: [1] }],
      attributes: { axis: 1 },
    },
    {
      name: "the same row again and again",
      inputs: [{ shape: [3, 2] }, { shape: [4], dtype: "int32", values: [2, 2, 0, 2] }],
      attributes: { axis: 0 },
    },
    { name: "an axis of size 1", inputs: [{ shape: [2, 1] }, indexInput([3], 1)], attributes: { axis: 1 } },
    {
      name: "int32",
      inputs: [{ shape: [4], dtype: "int32", range: [-9, 9] }, indexInput([2, 2], 4)],
      attributes: { axis: 0 },
      gradient: false,
    },
  ],
});

export const scatterAddOp = defineOp<ScatterAttributes>({
  name: "scatterAdd",
  doc: "Zeros of a shape to which slices are added at int32 indices along an axis; what falls on one index accumulates. The adjoint of gather.",
  infer([indices, updates], { shape, axis }) {
    checkDType("scatterAdd: indices", indices!, ["int32"]);
    checkDType("scatterAdd: updates", updates!, ["float32", "int32"]);
    checkAxis("scatterAdd", shape, axis);
    const expected = gatheredShape(shape, indices!.shape, axis);
    check(
      sameShape(updates!.shape, expected),
      () =>
        `scatterAdd expects updates of shape [${expected}] for indices ${describeType(indices!)}, got ${describeType(updates!)}`,
    );
    return [{ dtype: updates!.dtype, shape }];
  },
  evaluate([indices, updates], { axis }, [output]) {
    const size = output!.shape[axis]!;
    const outer = sizeOf(output!.shape.slice(0, axis));
    const inner = sizeOf(output!.shape.slice(axis + 1));
    const data = storageFor(output!);
    let from = 0;
    for (let row = 0; row < outer; row++) {
      for (const index of indices!.data) {
        const start = (row * size + checkedIndex("scatterAdd", index, size)) * inner;
        for (let i = 0; i < inner; i++) data[start + i]! += updates!.data[from++]!;
      }
    }
    return [{ ...output!, data }];
  },
  linear: [1],
  cases: () => [
    {
      name: "rows of a table",
      inputs: [indexInput([4], 5), { shape: [4, 3] }],
      attributes: { shape: [5, 3], axis: 0 },
    },
    {
      name: "a batch of sequences",
      inputs: [indexInput([2, 3], 6), { shape: [2, 3, 2] }],
      attributes: { shape: [6, 2], axis: 0 },
    },
    {
      name: "a middle axis",
      inputs: [indexInput([5], 4), { shape: [2, 5, 3] }],
      attributes: { shape: [2, 4, 3], axis: 1 },
    },
    {
      name: "all onto one row",
      inputs: [{ shape: [4], dtype: "int32", values: [2, 2, 0, 2] }, { shape: [4, 2] }],
      attributes: { shape: [3, 2], axis: 0 },
    },
    {
      name: "one position",
      inputs: [{ shape: [], dtype: "int32", values: [1] }, { shape: [2, 2] }],
      attributes: { shape: [2, 3, 2], axis: 1 },
    },
    {
      name: "int32",
      inputs: [indexInput([6], 3), { shape: [6], dtype: "int32", range: [-9, 9] }],
      attributes: { shape: [3], axis: 0 },
      gradient: false,
    },
  ],
});

/**
 * What both elementwise forms agree on: indices have the rank of the tensor that they point into, and elsewhere than along
 * the axis no more elements than that.
 */
function checkElementIndices(op: string, indices: TensorType, shape: Shape, axis: number): void {
  checkDType(`${op}: indices`, indices, ["int32"]);
  checkAxis(op, shape, axis);
  const fits = (own: Dimension, size: Dimension) =>
    own === size || (typeof own === "number" && typeof size === "number" && own < size);
  check(
    indices.shape.length === shape.length &&
      indices.shape.every((own, index) => index === axis || fits(own, shape[index]!)),
    () => `${op} expects indices that fit into [${shape}] but for axis ${axis}, got ${describeType(indices)}`,
  );
}

/** Where in a tensor of `shape` the elements lie that the indices point to, in the order of the indices. */
function elementOffsets(op: string, indices: NDArray, shape: readonly number[], axis: number): Int32Array {
  const strides = stridesOf(shape);
  const step = strides[axis]!;
  const at = offsets(indices.shape, strides.with(axis, 0));
  for (let i = 0; i < at.length; i++) at[i]! += checkedIndex(op, indices.data[i]!, shape[axis]!) * step;
  return at;
}

export const gatherElementsOp = defineOp<GatherAttributes>({
  name: "gatherElements",
  doc: "One element of x for each int32 index: its position, but for the index itself along the axis; the result has the shape of the indices. ONNX GatherElements.",
  infer([x, indices], { axis }) {
    checkElementIndices("gatherElements", indices!, x!.shape, axis);
    return [{ dtype: x!.dtype, shape: indices!.shape }];
  },
  evaluate([x, indices], { axis }, [output]) {
    const at = elementOffsets("gatherElements", indices!, x!.shape, axis);
    const data = storageFor(output!);
    for (let i = 0; i < data.length; i++) data[i] = x!.data[at[i]!]!;
    return [{ ...output!, data }];
  },
  linear: [0],
  cases: () => [
    { name: "one of each row", inputs: [{ shape: [4, 5] }, indexInput([4, 1], 5)], attributes: { axis: 1 } },
    { name: "first axis", inputs: [{ shape: [3, 2] }, indexInput([4, 2], 3)], attributes: { axis: 0 } },
    { name: "a middle axis", inputs: [{ shape: [2, 4, 3] }, indexInput([2, 2, 3], 4)], attributes: { axis: 1 } },
    { name: "fewer rows than x", inputs: [{ shape: [4, 3] }, indexInput([2, 3], 3)], attributes: { axis: 1 } },
    {
      name: "the last of four axes",
      inputs: [{ shape: [2, 2, 1, 6] }, indexInput([2, 2, 1, 3], 6)],
      attributes: { axis: 3 },
    },
    {
      name: "int32",
      inputs: [{ shape: [2, 3], dtype: "int32", range: [-9, 9] }, indexInput([2, 2], 3)],
      attributes: { axis: 1 },
      gradient: false,
    },
  ],
});

export const scatterElementsAddOp = defineOp<ScatterAttributes>({
  name: "scatterElementsAdd",
  doc: "Zeros of a shape to which each update is added at its own position, but for its int32 index along the axis. ONNX ScatterElements with reduction add; the adjoint of gatherElements.",
  infer([indices, updates], { shape, axis }) {
    checkElementIndices("scatterElementsAdd", indices!, shape, axis);
    checkDType("scatterElementsAdd: updates", updates!, ["float32", "int32"]);
    check(
      sameShape(indices!.shape, updates!.shape),
      () =>
        `scatterElementsAdd expects an index for each update, got ${describeType(indices!)} and ${describeType(updates!)}`,
    );
    return [{ dtype: updates!.dtype, shape }];
  },
  evaluate([indices, updates], { axis }, [output]) {
    const at = elementOffsets("scatterElementsAdd", indices!, output!.shape, axis);
    const data = storageFor(output!);
    for (let i = 0; i < at.length; i++) data[at[i]!]! += updates!.data[i]!;
    return [{ ...output!, data }];
  },
  linear: [1],
  cases: () => [
    {
      name: "one of each row",
      inputs: [indexInput([4, 1], 5), { shape: [4, 1] }],
      attributes: { shape: [4, 5], axis: 1 },
    },
    {
      name: "several on one element",
      inputs: [{ shape: [2, 3], dtype: "int32", values: [1, 1, 1, 0, 2, 0] }, { shape: [2, 3] }],
      attributes: { shape: [2, 3], axis: 1 },
    },
    {
      name: "a middle axis",
      inputs: [indexInput([2, 2, 3], 4), { shape: [2, 2, 3] }],
      attributes: { shape: [2, 4, 3], axis: 1 },
    },
    {
      name: "fewer rows than the result",
      inputs: [indexInput([2, 3], 3), { shape: [2, 3] }],
      attributes: { shape: [4, 3], axis: 1 },
    },
    {
      name: "the last of four axes",
      inputs: [indexInput([2, 2, 1, 3], 6), { shape: [2, 2, 1, 3] }],
      attributes: { shape: [2, 2, 1, 6], axis: 3 },
    },
    {
      name: "int32",
      inputs: [indexInput([2, 2], 3), { shape: [2, 2], dtype: "int32", range: [-9, 9] }],
      attributes: { shape: [2, 3], axis: 1 },
      gradient: false,
    },
  ],
});

export type IotaAttributes = { readonly length: Dimension; readonly dtype: "int32" };

export const iotaOp = defineOp<IotaAttributes>({
  name: "iota",
  doc: "The int32 numbers 0 to length - 1; no inputs. ONNX Range, or a constant.",
  infer(_, { length, dtype }) {
    check(
      typeof length === "string" || (Number.isInteger(length) && length >= 0),
      () => `iota expects a whole number or a dimension's name as length, got ${length}`,
    );
    return [{ dtype, shape: [length] }];
  },
  evaluate: (_inputs, _attributes, [output]) => [
    { ...output!, data: Int32Array.from({ length: output!.shape[0]! }, (_, index) => index) },
  ],
  cases: () => [
    { name: "seven", inputs: [], attributes: { length: 7, dtype: "int32" }, gradient: false },
    { name: "one", inputs: [], attributes: { length: 1, dtype: "int32" }, gradient: false },
  ],
});

/** Which axis the indices point along, the first by default. */
export interface AxisOptions {
  readonly axis?: number;
}

/**
 * Slices of `x` picked along an axis by int32 indices, whose shape takes the place of the axis:
 * `[V, D]` and `[N, T]` give `[N, T, D]`. An index outside of the axis, also a negative one, is an error on the reference.
 *
 * @example gather(embeddings, tokens)
 */
export function gather(x: TensorLike, indices: TensorLike, options: AxisOptions = {}): Tensor {
  const { source, pointers } = adoptIndexed("gather", x, indices);
  return emitOne(gatherOp, [source, pointers], { axis: normalizeAxis("gather", options.axis ?? 0, source.rank) });
}

/** Where {@link scatterAdd} and {@link scatterElementsAdd} put their updates; axis 0 by default. */
export interface ScatterOptions extends AxisOptions {
  /** The shape of the result. */
  readonly shape: Shape;
}

/**
 * Zeros of a shape to which `updates` are added at int32 indices along an axis; repeated indices accumulate. The adjoint of
 * {@link gather}: `[N]` indices and `[N, D]` updates give `[V, D]`.
 *
 * @example scatterAdd(classes, features, { shape: [10, 64] })   // the sum of features for each class
 */
export function scatterAdd(indices: TensorLike, updates: TensorLike, options: ScatterOptions): Tensor {
  const { source, pointers } = adoptIndexed("scatterAdd", updates, indices);
  const axis = normalizeAxis("scatterAdd", options.axis ?? 0, options.shape.length);
  return emitOne(scatterAddOp, [pointers, source], { shape: options.shape, axis });
}

/**
 * One element of `x` for each int32 index, from the place of the index but for its value along the axis. The result has the
 * shape of the indices: `y[i, j] = x[i, indices[i, j]]` for axis 1.
 *
 * @example gatherElements(logProbabilities, labels, { axis: 1 })   // [N, C] and [N, 1] -> [N, 1]
 */
export function gatherElements(x: TensorLike, indices: TensorLike, options: AxisOptions = {}): Tensor {
  const { source, pointers } = adoptIndexed("gatherElements", x, indices);
  const axis = normalizeAxis("gatherElements", options.axis ?? 0, source.rank);
  return emitOne(gatherElementsOp, [source, pointers], { axis });
}

/**
 * Zeros of a shape to which each update is added at its own place but for its int32 index along the axis; repeated indices
 * accumulate. The adjoint of {@link gatherElements}: `y[i, indices[i, j]] += updates[i, j]` for axis 1.
 */
export function scatterElementsAdd(indices: TensorLike, updates: TensorLike, options: ScatterOptions): Tensor {
  const { source, pointers } = adoptIndexed("scatterElementsAdd", updates, indices);
  const axis = normalizeAxis("scatterElementsAdd", options.axis ?? 0, options.shape.length);
  return emitOne(scatterElementsAddOp, [pointers, source], { shape: options.shape, axis });
}

/** Indices given as a plain number are int32, whatever stands beside them. */
function adoptIndexed(op: string, x: TensorLike, indices: TensorLike): { source: Tensor; pointers: Tensor } {
  const builder = currentBuilder(`${op}(...)`);
  return { source: builder.adopt(x), pointers: builder.adopt(indices, "int32") };
}

/** The int32 numbers 0 to `length - 1`; the length may be the name of a dimension. */
export function iota(length: Dimension): Tensor {
  return emitOne(iotaOp, [], { length, dtype: "int32" });
}

/**
 * 1 where the position along a new axis, the last by default, equals the int32 index, 0 elsewhere, as float32:
 * `[N] -> [N, depth]`. An index outside of 0 to `depth - 1` gives zeros only.
 *
 * @example oneHot(labels, { depth: 10 })
 */
export function oneHot(indices: TensorLike, options: { readonly depth: number; readonly axis?: number }): Tensor {
  const tensor = currentBuilder("oneHot(...)").adopt(indices, "int32");
  const axis = normalizeAxis("oneHot", options.axis ?? -1, tensor.rank + 1);
  const positions = reshape(iota(options.depth), [options.depth, ...new Array<number>(tensor.rank - axis).fill(1)]);
  return cast(equal(unsqueeze(tensor, [axis]), positions), "float32");
}
