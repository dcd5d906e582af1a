import { isNumeric, sizeOf } from "@blockzoo/core";
import type { Lowering } from "../lowering.js";
import { float, type Value } from "../values.js";

/**
 * A hard sigmoid so steep that it is 0 at 0 and 1 at every number of float32 above it, but for the denormal ones below 2⁻¹²⁷: one
 * pass where a comparison and the cast of its booleans are two.
 */
export const reluGradient: Lowering = (context) => {
  const [dy, y] = context.inputs() as [Value, Value];
  const isPositive = context.emit("HardSigmoid", [y], { alpha: float(2 ** 127), beta: float(0) }, y);
  return context.emit("Mul", [dy, isPositive]);
};

/** How many elements a plane must have for a product of two planes to be faster than to multiply all elements and add them up. */
const smallestPlane = 512;

/** Of large planes each sum is a row times a column, which reads both once and writes nothing. */
export const channelProduct: Lowering = (context) => {
  const operands = context.inputs() as [Value, Value];
  const { dtype, shape } = operands[0];
  if (!isNumeric(shape)) return context.decompose();
  const [batch, channels, ...space] = shape as readonly [number, number, ...number[]];
  if (sizeOf(space) < smallestPlane) return context.decompose();
  const planes = batch * channels;
  const reshaped = (value: Value, to: readonly number[]) =>
    context.emit("Reshape", [value, context.shape(to)], {}, { dtype, shape: to });
  const [rows, columns] = operands.map((value) => reshaped(value, [planes, 1, sizeOf(space)])) as [Value, Value];
  const transposed = { dtype, shape: [planes, sizeOf(space), 1] };
  const products = context.emit(
    "MatMul",
    [rows, context.emit("Transpose", [columns], { perm: [0, 2, 1] }, transposed)],
    {},
    { dtype, shape: [planes, 1, 1] },
  );
  return context.emit("ReduceSum", [reshaped(products, [batch, channels]), context.integers([0])], { keepdims: 0 });
};
