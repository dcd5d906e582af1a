import { check } from "../errors.js";
import { sizeOf, type DType, type NDArray, type NumericArray } from "../ndarray.js";
import { describeType, type TensorType } from "../tensor.js";
import { offsets } from "./broadcast.js";
import type { ConcreteType } from "./define.js";

/** What a row without attributes has. */
export type NoAttributes = Readonly<Record<string, never>>;

/** Zeroed storage in the precision of the reference: floats are double. */
export function storage(dtype: DType, length: number): Exclude<NumericArray, Float32Array> {
  switch (dtype) {
    case "float32":
      return new Float64Array(length);
    case "int32":
      return new Int32Array(length);
    case "bool":
      return new Uint8Array(length);
  }
}

/** {@link storage} for all elements of a type. */
export function storageFor(type: ConcreteType): Exclude<NumericArray, Float32Array> {
  return storage(type.dtype, sizeOf(type.shape));
}

/** The elements of an array at `base` plus the given steps along the axes of the result: every kind of view, copied. */
export function readStrided(x: NDArray, output: ConcreteType, strides: readonly number[], base = 0): NDArray {
  const at = offsets(output.shape, strides, base);
  const data = storageFor(output);
  for (let i = 0; i < data.length; i++) data[i] = x.data[at[i]!]!;
  return { ...output, data };
}

/** Throws unless the input has one of the dtypes that an op is defined for. */
export function checkDType(op: string, input: TensorType, allowed: readonly DType[]): void {
  check(allowed.includes(input.dtype), () => `${op} expects ${allowed.join(" or ")}, got ${describeType(input)}`);
}

/** An axis counted from the front; a negative one counts from the back, -1 is the last. */
export function normalizeAxis(op: string, axis: number, rank: number): number {
  check(
    Number.isInteger(axis) && axis >= -rank && axis < rank,
    () => `${op}: axis ${axis} does not exist in a tensor with ${rank} axes`,
  );
  // The sum, not a negation, so that -0 never gets into an attribute.
  return axis < 0 ? axis + rank : axis + 0;
}

/** Axes counted from the front, in ascending order; naming one twice is an error. */
export function normalizeAxes(op: string, axes: readonly number[], rank: number): number[] {
  const result = axes.map((axis) => normalizeAxis(op, axis, rank)).toSorted((a, b) => a - b);
  check(new Set(result).size === result.length, () => `${op}: an axis is named twice in [${axes}]`);
  return result;
}
