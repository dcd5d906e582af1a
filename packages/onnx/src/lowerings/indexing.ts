import type { Dimension } from "@blockzoo/core";
import type { LoweringContext } from "../lowering-context.js";
import type { AttributesOf, Lowering } from "../lowering.js";
import { int64, type Value } from "../values.js";

export const gather: Lowering<AttributesOf<"gather">> = (context) =>
  context.emit("Gather", [context.input(0), context.storedInput(1)], { axis: context.attributes.axis });

export const gatherElements: Lowering<AttributesOf<"gatherElements">> = (context) =>
  context.emit("GatherElements", [context.input(0), context.storedInput(1)], { axis: context.attributes.axis });

export const scatterElementsAdd: Lowering<AttributesOf<"scatterElementsAdd">> = (context) =>
  context.emit("ScatterElements", [zeros(context), context.storedInput(0), context.input(1)], {
    axis: context.attributes.axis,
    reduction: "add",
  });

/** The indices stand for whole slices; ScatterElements wants one for every element. */
export const scatterAdd: Lowering<AttributesOf<"scatterAdd">> = (context) => {
  const { axis } = context.attributes;
  const indices = context.storedInput(0);
  const updates = context.input(1);
  const { dtype } = indices;
  // The axes of the indices become one, so that they stand where the scattered axis is.
  const count = indices.shape.reduce<Dimension>((total, size) => times(total, size), 1);
  const outer = updates.shape.slice(0, axis);
  const inner = updates.shape.slice(axis + indices.shape.length);
  const column = [...outer.map(() => 1), count, ...inner.map(() => 1)];
  const flat = [...outer, count, ...inner];
  const listed = context.emit("Reshape", [indices, context.shape(column)], {}, { dtype, shape: column });
  const spread = context.emit("Expand", [listed, context.shape(flat)], {}, { dtype, shape: flat });
  const rows = context.emit("Reshape", [updates, context.shape(flat)], {}, { dtype: updates.dtype, shape: flat });
  return context.emit("ScatterElements", [zeros(context), spread, rows], { axis, reduction: "add" });
};

function times(a: Dimension, b: Dimension): Dimension {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return a === 1 ? b : b === 1 ? a : `(${a})*(${b})`;
}

function zeros(context: LoweringContext): Value {
  return context.emit("Expand", [context.scalar(0, context.output.dtype), context.shape(context.output.shape)]);
}

export const iota: Lowering<AttributesOf<"iota">> = (context) => {
  const { length } = context.attributes;
  if (typeof length === "number") {
    return context.constant({
      dtype: "int32",
      shape: [length],
      data: Int32Array.from({ length }, (_, index) => index),
    });
  }
  const end = context.emit("Squeeze", [context.shape([length])], {}, { dtype: "int64", shape: [] });
  const [start, step] = [0, 1].map((value) => context.constant(int64([value], [])));
  return context.emit("Range", [start, end, step], {}, { dtype: "int64", shape: [length] });
};
