import { sizeOf } from "@blockzoo/core";
import { onnxPads, type LoweringContext, type Value } from "@blockzoo/onnx";

/** The elements in another shape: nothing is moved. */
export function reshaped(context: LoweringContext, value: Value, shape: readonly number[]): Value {
  return context.emit("Reshape", [value, context.integers(shape)], {}, { dtype: value.dtype, shape });
}

/** Zeros behind the end of each axis, up to a size. */
export function padded(context: LoweringContext, value: Value, shape: readonly number[]): Value {
  if (sizeOf(shape) === sizeOf(value.shape as readonly number[])) return value;
  const pads = shape.map((size, axis) => [0, size - (value.shape[axis] as number)] as const);
  return context.emit("Pad", [value, context.integers(onnxPads(pads))], {}, { dtype: value.dtype, shape });
}

export function moved(context: LoweringContext, value: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => value.shape[axis]!);
  return context.emit("Transpose", [value], { perm: permutation }, { dtype: value.dtype, shape });
}
