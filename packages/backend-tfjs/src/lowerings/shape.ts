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
  const { dtype } = values[0]!;
  if (shape.length <= 4) return plan.call("Concat", whole, { axis }, { dtype, shape });
  const outer = sizeOf(shape.slice(0, axis));
  const rows = whole.map((value) => plan.reshape(value, [outer, sizeOf(value.shape) / outer]));
  const all = plan.call("Concat", rows, { axis: 1 }, { dtype, shape: [outer, sizeOf(shape) / outer] });
  return plan.reshape(all, shape);
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
  if (counts.length > 4) {
    return byAxis(plan, taken, (rows, axis) =>
      backwards.includes(axis) ? plan.call("Reverse", { x: rows }, { dims: [1] }, rows) : rows,
    );
  }
  return plan.call("Reverse", { x: taken }, { dims: backwards }, { dtype, shape: counts });
}

/** `count` positions of one axis. */
export function part(plan: Plan, x: Value, axis: number, start: number, count: number): Value {
  const begin = x.shape.map((_, index) => (index === axis ? start : 0));
  return sliced(plan, x, begin, x.shape.with(axis, count));
}

/** Changes one axis after the other, each as the middle one of three: kernels know few axes well. */
function byAxis(plan: Plan, x: Value, change: (rows: Value, axis: number) => Value): Value {
  return x.shape.reduce((value, _, axis) => {
    const inner = sizeOf(value.shape.slice(axis + 1));
    const size = value.shape[axis]!;
    const changed = change(plan.reshape(value, [sizeOf(value.shape) / (inner * size), size, inner]), axis);
    return plan.reshape(changed, value.shape.with(axis, changed.shape[1]!));
  }, x);
}

export function sliced(plan: Plan, x: Value, begin: readonly number[], size: readonly number[]): Value {
  if (sameSizes(x.shape, size)) return x;
  if (size.length > 4) {
    return byAxis(plan, x, (rows, axis) => {
      const range = rows.shape.with(1, size[axis]!);
      return size[axis] === rows.shape[1] ? rows : sliced(plan, rows, [0, begin[axis]!, 0], range);
    });
  }
  return plan.call("Slice", { x }, { begin: [...begin], size: [...size] }, { dtype: x.dtype, shape: size });
}

function stepped(
  plan: Plan,
  x: Value,
  begin: readonly number[],
  strides: readonly number[],
  counts: readonly number[],
): Value {
  if (plan.host.device === "wasm" && x.dtype === "float32")
    return steppedByConvolution(plan, x, begin, strides, counts);
  if (counts.length > 4) {
    return byAxis(plan, x, (rows, axis) =>
      window(plan, rows, {
        first: [0, begin[axis]!, 0],
        step: [1, strides[axis]!, 1],
        counts: rows.shape.with(1, counts[axis]!),
      }),
    );
  }
  const end = begin.map((start, axis) => start + (counts[axis]! - 1) * strides[axis]! + 1);
  const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  const attributes = { begin: [...begin], end, strides: [...strides], ...masks };
  return plan.call("StridedSlice", { x }, attributes, { dtype: x.dtype, shape: counts });
}

/**
 * StridedSlice of wasm takes 180 ns an element. A depthwise convolution with a kernel of one weight 1 takes the same
 * elements, axis by axis.
 */
function steppedByConvolution(
  plan: Plan,
  x: Value,
  begin: readonly number[],
  strides: readonly number[],
  counts: readonly number[],
): Value {
  const spans = counts.map((count, axis) => (count - 1) * strides[axis]! + 1);
  return strides.reduce(
    (value, stride, axis) => {
      if (stride === 1) return value;
      const [outer, inner] = [sizeOf(value.shape.slice(0, axis)), sizeOf(value.shape.slice(axis + 1))];
      const filter = plan.constant({
        dtype: "float32",
        shape: [1, 1, inner, 1],
        data: new Float32Array(inner).fill(1),
      });
      const attributes = { strides: [stride, stride], pad: "valid", dimRoundingMode: undefined, dilations: [1, 1] };
      const rows = plan.reshape(value, [outer, value.shape[axis]!, 1, inner]);
      const shape = [outer, counts[axis]!, 1, inner];
      const taken = plan.call("DepthwiseConv2dNative", { x: rows, filter }, attributes, { dtype: "float32", shape });
      return plan.reshape(taken, value.shape.with(axis, counts[axis]!));
    },
    sliced(plan, x, begin, spans),
  );
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
  if (pads.length > 4) {
    return byAxis(plan, kept, (rows, axis) =>
      padded(plan, rows, [[0, 0], paddings[axis] as [number, number], [0, 0]], value),
    );
  }
  const shape = size.map((own, axis) => own + paddings[axis]![0]! + paddings[axis]![1]!);
  return plan.call("PadV2", { x: kept }, { paddings, constantValue: value }, { dtype: x.dtype, shape });
}
