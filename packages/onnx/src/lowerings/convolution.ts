import type { Shape } from "@blockzoo/core";
import type { LoweringContext } from "../lowering-context.js";
import type { AttributesOf, Lowering } from "../lowering.js";
import type { NodeAttributes } from "../scope.js";
import type { Value } from "../values.js";

/** What comes before and after each axis. */
export type Pairs = readonly (readonly [number, number])[];

export const conv: Lowering<AttributesOf<"conv">> = (context) =>
  context.emit("Conv", context.inputs(), convolutionAttributes(context.attributes, kernelOf(context)));

export const convTranspose: Lowering<AttributesOf<"convTranspose">> = (context) => {
  const { strides, padding, outputPadding } = context.attributes;
  const attributes = convolutionAttributes(context.attributes, kernelOf(context));
  if (outputPadding.every((extra, axis) => extra < strides[axis]!)) {
    return context.emit("ConvTranspose", context.inputs(), { ...attributes, output_padding: outputPadding });
  }
  // ONNX Runtime wants less output padding than a stride. To cut less off the end is the same, and what then remains is
  // reached by no window: it holds the bias alone.
  const cut = padding.map(([before, after], axis) => [before, Math.max(0, after - outputPadding[axis]!)] as const);
  const rest = padding.map(([, after], axis) => Math.max(0, outputPadding[axis]! - after));
  const [x, weight, bias] = context.inputs() as [Value, Value, Value?];
  const { dtype, shape } = context.output;
  const reached = shape.map((size, axis) =>
    axis < 2 ? size : typeof size === "number" ? size - rest[axis - 2]! : `${size}-${rest[axis - 2]!}`,
  );
  const sums = context.emit(
    "ConvTranspose",
    [x, weight],
    { ...attributes, pads: onnxPads(cut) },
    { dtype, shape: reached },
  );
  const pads: Pairs = [[0, 0], [0, 0], ...rest.map((size) => [0, size] as const)];
  const padded = context.emit("Pad", [sums, context.integers(onnxPads(pads))]);
  if (bias === undefined) return padded;
  const column = [bias.shape[0]!, ...rest.map(() => 1)];
  const perChannel = context.emit("Reshape", [bias, context.shape(column)], {}, { dtype, shape: column });
  return context.emit("Add", [padded, perChannel]);
};

function kernelOf({ node }: LoweringContext<AttributesOf<"conv" | "convTranspose">>): Shape {
  return node.inputs[1]!.shape.slice(2);
}

/** What the operators of all convolutions are told. */
export function convolutionAttributes(attributes: AttributesOf<"conv">, kernel: Shape): NodeAttributes {
  const { strides, dilations, padding, groups } = attributes;
  return {
    ...(kernel.every((size) => typeof size === "number") && { kernel_shape: kernel }),
    strides,
    dilations,
    pads: onnxPads(padding),
    group: groups,
  };
}

/** ONNX lists all that comes before, then all that comes after. */
export function onnxPads(pairs: Pairs): number[] {
  return [...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)];
}
