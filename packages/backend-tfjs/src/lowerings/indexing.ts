import { ndarray, sizeOf, stridesOf, type NumericArray } from "@blockzoo/core";
import type { AttributesOf, Lowering } from "../lowering.js";
import type { Plan, Value } from "../plan.js";

export const gather: Lowering<AttributesOf<"gather">> = (context) => {
  const [x, indices] = context.inputs() as [Value, Value];
  const { axis } = context.attributes;
  const checked = context.plan.checkedIndices(indices, x.shape[axis]!, context.node.op);
  return context.plan.call("GatherV2", { x, indices: checked }, { axis, batchDims: 0 }, context.type());
};

/** ScatterNd adds along the first axis; another one is brought there and back. */
export const scatterAdd: Lowering<AttributesOf<"scatterAdd">> = (context) => {
  const { plan } = context;
  const { axis } = context.attributes;
  const { shape } = context.type();
  const [indices, updates] = context.inputs() as [Value, Value];
  const count = sizeOf(indices.shape);
  const [outer, inner] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const rows = plan.transpose(plan.reshape(updates, [outer, count, inner]), [1, 0, 2]);
  const places = plan.reshape(plan.checkedIndices(indices, shape[axis]!, context.node.op), [count, 1]);
  const size = shape[axis]!;
  const sums = scattered(plan, places, plan.reshape(rows, [count, outer * inner]), [size, outer * inner]);
  return plan.reshape(plan.transpose(plan.reshape(sums, [size, outer, inner]), [1, 0, 2]), shape);
};

function scattered(plan: Plan, indices: Value, updates: Value, shape: readonly number[]): Value {
  return plan.call("ScatterNd", { indices, updates }, { shape: [...shape] }, { dtype: updates.dtype, shape });
}

/** Where the elements lie in a tensor of `shape`, flat: their own positions are known, the index along the axis is not. */
function flatIndices(plan: Plan, indices: Value, shape: readonly number[], axis: number, op: string): Value {
  const strides = stridesOf(shape);
  const places = new Int32Array(sizeOf(indices.shape));
  const own = stridesOf(indices.shape);
  for (let at = 0; at < places.length; at++) {
    for (const [index, stride] of own.entries()) {
      if (index !== axis) places[at]! += (Math.floor(at / stride) % indices.shape[index]!) * strides[index]!;
    }
  }
  const type = { dtype: "int32" as const, shape: indices.shape };
  const checked = plan.checkedIndices(indices, shape[axis]!, op);
  const scaled =
    strides[axis] === 1
      ? checked
      : plan.call("Multiply", { a: checked, b: plan.scalar(strides[axis]!, "int32") }, {}, type);
  if (places.every((place) => place === 0)) return scaled;
  return plan.call("Add", { a: scaled, b: plan.constant({ ...type, data: places }) }, {}, type);
}

export const gatherElements: Lowering<AttributesOf<"gatherElements">> = (context) => {
  const { plan } = context;
  const [x, indices] = context.inputs() as [Value, Value];
  const { axis } = context.attributes;
  const flat = flatIndices(plan, indices, x.shape, axis, context.node.op);
  const elements = plan.reshape(x, [sizeOf(x.shape)]);
  const count = sizeOf(flat.shape);
  const { dtype, shape } = context.type();
  const found = plan.call(
    "GatherV2",
    { x: elements, indices: plan.reshape(flat, [count]) },
    { axis: 0, batchDims: 0 },
    { dtype, shape: [count] },
  );
  return plan.reshape(found, shape);
};

export const scatterElementsAdd: Lowering<AttributesOf<"scatterElementsAdd">> = (context) => {
  const { plan } = context;
  const [indices, updates] = context.inputs() as [Value, Value];
  const { axis } = context.attributes;
  const { shape } = context.type();
  const count = sizeOf(updates.shape);
  const isRow = plan.host.device === "webgl" && updates.dtype === "float32" && sameRows(updates.shape, shape, axis);
  if (isRow && count * shape[axis]! <= mostMarks) return scatteredInRows(plan, indices, updates, shape, axis);
  const flat = plan.reshape(flatIndices(plan, indices, shape, axis, context.node.op), [count, 1]);
  return plan.reshape(scattered(plan, flat, plan.reshape(updates, [count]), [sizeOf(shape)]), shape);
};

/** Marks of 256 MB, about what a page may take at once. */
const mostMarks = 2 ** 26;

const sameRows = (a: readonly number[], b: readonly number[], axis: number) =>
  a.every((size, each) => each === axis || size === b[each]);

/**
 * WebGL's ScatterNd looks at all updates for every element of the result. Those along one axis concern its row alone: there,
 * every element looks at marks of the updates that are its own.
 */
function scatteredInRows(plan: Plan, indices: Value, updates: Value, shape: readonly number[], axis: number): Value {
  const axisLast = [...shape.keys()].toSorted((a, b) => Number(a === axis) - Number(b === axis));
  const [size, count] = [shape[axis]!, updates.shape[axis]!];
  const rows = sizeOf(updates.shape) / count;
  const inRows = (value: Value) => plan.reshape(plan.transpose(value, axisLast), [rows, 1, count]);
  const places = plan.constant(
    ndarray(
      Int32Array.from({ length: size }, (_, at) => at),
      [1, size, 1],
    ),
  );
  const spread = [rows, size, count];
  const marks = plan.call("Equal", { a: inRows(indices), b: places }, {}, { dtype: "bool", shape: spread });
  const all = plan.call(
    "Multiply",
    { a: plan.converted(marks, "float32"), b: inRows(updates) },
    {},
    { dtype: "float32", shape: spread },
  );
  const sums = plan.call("Sum", { x: all }, { axis: [2], keepDims: false }, { dtype: "float32", shape: [rows, size] });
  const moved = plan.reshape(
    sums,
    axisLast.map((each) => shape[each]!),
  );
  return plan.transpose(
    moved,
    [...shape.keys()].map((each) => axisLast.indexOf(each)),
  );
}

export const iota: Lowering = (context) => {
  const { shape } = context.type();
  const data: NumericArray = Int32Array.from({ length: shape[0]! }, (_, index) => index);
  return context.plan.constant({ dtype: "int32", shape, data });
};
