import type { Dimension } from "@blockzoo/core";
import type { AttributesOf, Lowering } from "../lowering.js";
import { onnxPads } from "./convolution.js";

export const reshape: Lowering<AttributesOf<"reshape">> = (context) => {
  const x = context.storedInput(0);
  const type = { dtype: x.dtype, shape: context.output.shape };
  const named = type.shape.filter((dimension) => typeof dimension === "string");
  if (named.length === 0) {
    const allowzero = type.shape.includes(0) ? { allowzero: 1 } : {};
    return context.emit("Reshape", [x, context.integers(type.shape as readonly number[])], allowzero, type);
  }
  // 0 copies the size of the axis, -1 is what remains; with more names than that their sizes are computed.
  const kept = type.shape.map((dimension, axis) =>
    typeof dimension === "string" && dimension === x.shape[axis] ? 0 : dimension,
  );
  const open = kept.filter((dimension) => typeof dimension === "string").length;
  const inferable = open <= 1 && !type.shape.includes(0);
  const target = inferable
    ? context.integers(kept.map((dimension: Dimension) => (typeof dimension === "string" ? -1 : dimension)))
    : context.shape(type.shape);
  return context.emit("Reshape", [x, target], {}, type);
};

export const transpose: Lowering<AttributesOf<"transpose">> = (context) => {
  const x = context.storedInput(0);
  const type = { dtype: x.dtype, shape: context.output.shape };
  return context.emit("Transpose", [x], { perm: context.attributes.permutation }, type);
};

export const expand: Lowering<AttributesOf<"expand">> = (context) =>
  context.emit("Expand", [context.input(0), context.shape(context.output.shape)]);

export const concat: Lowering<AttributesOf<"concat">> = (context) =>
  context.emit("Concat", context.inputs(), { axis: context.attributes.axis });

export const slice: Lowering<AttributesOf<"slice">> = (context) => {
  const { axes, starts, ends, steps } = context.attributes;
  return context.emit("Slice", [
    context.input(0),
    ...[starts, ends, axes, steps].map((list) => context.integers(list)),
  ]);
};

export const split: Lowering<AttributesOf<"split">> = (context) => {
  const { axis, sizes } = context.attributes;
  return context.emitAll("Split", [context.input(0), context.integers(sizes)], { axis }, context.node.outputs);
};

/** A negative pad crops: ONNX Runtime does as ONNX says. */
export const pad: Lowering<AttributesOf<"pad">> = (context) => {
  const { pads, value } = context.attributes;
  const x = context.input(0);
  const fill = value === 0 ? [] : [context.scalar(value, context.output.dtype)];
  return context.emit("Pad", [x, context.integers(onnxPads(pads)), ...fill]);
};
