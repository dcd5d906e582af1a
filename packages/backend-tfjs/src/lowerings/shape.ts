import { sizeOf } from "@blockzoo/core";
import { expanded, toChannelsLast, type AttributesOf, type Lowered, type Lowering } from "../lowering.js";
import { sameSizes, type Plan, type Value } from "../plan.js";

export const reshape: Lowering = (context) => context.plan.reshape(context.input(0), context.type().shape);

export const transpose: Lowering<AttributesOf<"transpose">> = (context) => {
  const { permutation } = context.attributes;
  const { plain, channelsLast } = context.placedOf(0);
  if (plain !== undefined || channelsLast === undefined) return context.plan.transpose(context.input(0), permutation);
  // Axis i of the result is axis permutation[i] of [N,C,H,W], which lies elsewhere in [N,H,W,C].
  return context.plan.transpose(
    channelsLast,
    permutation.map((axis) => toChannelsLast.indexOf(axis)),
  );
};

export const expand: Lowering = (context) => {
  const { plan } = context;
  const { dtype, shape } = context.type();
  const { values, arrange, result } = context.operands();
  const x = values[0]!;
  const constant = context.node.inputs[0]!.node;
  if (constant.op === "constant" && sizeOf(x.shape) === 1) {
    const { data } = constant.attributes["value"] as { readonly data: ArrayLike<number> };
    return plan.call("Fill", [], { shape: [...shape], value: data[0]!, dtype }, { dtype, shape });
  }
  return result(expanded(plan, x, arrange(shape)));
};

export const concat: Lowering<AttributesOf<"concat">> = (context) => {
  const { values, axis, arrange, result } = context.operands();
  const { shape } = context.type();
  return result(joined(context.plan, values, axis(context.attributes.axis), arrange(shape)));
};

export function joined(plan: Plan, values: readonly Value[], axis: number, shape: readonly number[]): Value {
  const whole = values.filter((value) => sizeOf(value.shape) > 0);
  if (whole.length === 1) return whole[0]!;
  return plan.call("Concat", whole, { axis }, { dtype: values[0]!.dtype, shape });
}

export const slice: Lowering<AttributesOf<"slice">> = (context) => {
  const { axes, starts, steps } = context.attributes;
  const { values, arrange, result } = context.operands();
  const { shape } = context.node.inputs[0]! as { readonly shape: readonly number[] };
  const counts = context.type().shape;
  const first = shape.map(() => 0);
  const step = shape.map(() => 1);
  axes.forEach((axis, index) => {
    const size = shape[axis]!;
    step[axis] = steps[index]!;
    const [lowest, highest] = steps[index]! > 0 ? [0, size] : [-1, size - 1];
    const position = starts[index]! < 0 ? starts[index]! + size : starts[index]!;
    first[axis] = Math.min(Math.max(position, lowest), highest);
  });
  return result(
    window(context.plan, values[0]!, { first: arrange(first), step: arrange(step), counts: arrange(counts) }),
  );
};

interface Range {
  readonly first: readonly number[];
  readonly step: readonly number[];
  readonly counts: readonly number[];
}

/** `counts` elements along each axis, from `first` on in steps; a negative step goes backwards. */
export function window(plan: Plan, x: Value, { first, step, counts }: Range): Value {
  const { dtype } = x;
  const backwards = step.flatMap((each, axis) => (each < 0 && counts[axis]! > 1 ? [axis] : []));
  const lowest = first.map((start, axis) => (step[axis]! < 0 ? start + (counts[axis]! - 1) * step[axis]! : start));
  const strides = step.map((each, axis) => (counts[axis]! > 1 ? Math.abs(each) : 1));
  const taken = strides.every((each) => each === 1)
    ? sliced(plan, x, lowest, counts)
    : stepped(plan, x, lowest, strides, counts);
  if (backwards.length === 0) return taken;
  return plan.call("Reverse", { x: taken }, { dims: backwards }, { dtype, shape: counts });
}

export function sliced(plan: Plan, x: Value, begin: readonly number[], size: readonly number[]): Value {
  if (sameSizes(x.shape, size)) return x;
  return plan.call("Slice", { x }, { begin: [...begin], size: [...size] }, { dtype: x.dtype, shape: size });
}

function stepped(
  plan: Plan,
  x: Value,
  begin: readonly number[],
  strides: readonly number[],
  counts: readonly number[],
): Value {
  const end = begin.map((start, axis) => start + (counts[axis]! - 1) * strides[axis]! + 1);
  const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  const attributes = { begin: [...begin], end, strides: [...strides], ...masks };
  return plan.call("StridedSlice", { x }, attributes, { dtype: x.dtype, shape: counts });
}

export const split: Lowering<AttributesOf<"split">> = (context) => {
  const { plan, attributes } = context;
  const { values, axis, arrange, result } = context.operands();
  const x = values[0]!;
  const along = axis(attributes.axis);
  let start = 0;
  return context.node.outputs.map(({ shape }): Lowered => {
    const size = arrange(shape as number[]);
    const begin = size.map((_, index) => (index === along ? start : 0));
    start += size[along]!;
    return result(sliced(plan, x, begin, size));
  });
};

export const pad: Lowering<AttributesOf<"pad">> = (context) => {
  const { values, arrange, result } = context.operands();
  return result(padded(context.plan, values[0]!, arrange(context.attributes.pads), context.attributes.value));
};

/** With constant values around it; what is negative is cut off first. */
export function padded(plan: Plan, x: Value, pads: readonly (readonly [number, number])[], value = 0): Value {
  const begin = pads.map(([before]) => Math.max(0, -before));
  const size = x.shape.map((own, axis) => own - begin[axis]! - Math.max(0, -pads[axis]![1]));
  const kept = sliced(plan, x, begin, size);
  const paddings = pads.map(([before, after]) => [Math.max(0, before), Math.max(0, after)]);
  if (paddings.flat().every((count) => count === 0)) return kept;
  const shape = size.map((own, axis) => own + paddings[axis]![0]! + paddings[axis]![1]!);
  return plan.call("PadV2", { x: kept }, { paddings, constantValue: value }, { dtype: x.dtype, shape });
}
