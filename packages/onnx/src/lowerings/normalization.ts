import { isNumeric, ndarray, sizeOf } from "@blockzoo/core";
import type { Lowering } from "../lowering.js";
import { float, type Value } from "../values.js";

/**
 * ONNX normalises instances, whose channels are one for it: a group is such a channel. Where each channel is a group of its
 * own, that is one node; else the groups are normalised plainly, and the channels scaled and shifted after it.
 */
export const groupNorm: Lowering = (context) => {
  const { groups, epsilon } = context.attributes as { readonly groups: number; readonly epsilon: number };
  const [x, weight, bias] = context.inputs() as [Value, Value, Value];
  const { dtype, shape } = context.output;
  const normalized = (inputs: readonly Value[], to: readonly (number | string)[]) =>
    context.emit("InstanceNormalization", inputs, { epsilon: float(epsilon) }, { dtype, shape: to });
  if (groups === shape[1]) return normalized([x, weight, bias], shape);
  if (!isNumeric(shape)) return context.decompose();

  const reshaped = (value: Value, to: readonly number[]) =>
    context.emit("Reshape", [value, context.shape(to)], {}, { dtype, shape: to });
  const filled = (value: number) => context.constant(ndarray(new Float32Array(groups).fill(value)));
  const [batch, channels, ...sizes] = shape as readonly [number, number, ...number[]];
  const grouped = [batch, groups, (channels / groups) * sizeOf(sizes)];
  const column = [channels, ...sizes.map(() => 1)];
  const plain = reshaped(normalized([reshaped(x, grouped), filled(1), filled(0)], grouped), shape);
  return context.emit("Add", [context.emit("Mul", [plain, reshaped(weight, column)]), reshaped(bias, column)]);
};

/** ONNX divides alpha by the size, where the composite takes the mean; its window lies elsewhere where the size is even. */
export const lrn: Lowering = (context) => {
  const { size, alpha, beta, k } = context.attributes as Readonly<Record<"size" | "alpha" | "beta" | "k", number>>;
  // ONNX Runtime's kernel takes images only.
  if (size % 2 === 0 || context.output.shape.length !== 4) return context.decompose();
  return context.emit("LRN", [context.input(0)], { alpha: float(alpha), beta: float(beta), bias: float(k), size });
};
