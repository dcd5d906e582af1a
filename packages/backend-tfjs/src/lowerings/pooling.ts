import { positionsIn, sizeOf, stridesOf, type Node, type Tensor } from "@blockzoo/core";
import type { AttributesOf, Lowered, Lowering, LoweringContext, Operands } from "../lowering.js";
import type { Plan, Value } from "../plan.js";
import { channelsLastShape } from "./convolution.js";
import { padded, window } from "./shape.js";

/** The pool whose gradient can be had from its input, without its switches. */
export interface NativePool {
  readonly x: Tensor;
  readonly values: Tensor;
}

/** The pool that made the switches, where its maxima can be found again. */
export function nativePool(gradient: Node): NativePool | undefined {
  const { node } = gradient.inputs[0]!;
  if (gradient.attributes["name"] !== "maxPoolGradient" || node.op !== "maxPool") return undefined;
  const { kernel, dilations } = node.attributes as AttributesOf<"maxPool">;
  if (kernel.length !== 2 || dilations.some((dilation) => dilation > 1)) return undefined;
  return { x: node.inputs[0]!, values: node.outputs[0]! };
}

type PoolAttributes = Omit<AttributesOf<"averagePool">, "countIncludePad">;

export const maxPool: Lowering<AttributesOf<"maxPool">> = (context) => {
  const { attributes } = context;
  const isNative = attributes.dilations.every((dilation) => dilation === 1) && attributes.kernel.length < 3;
  if (context.isUsed(1) || !isNative) return byTaps(context);
  return pooled(context, "MaxPool", { writePadding: false });
};

export const averagePool: Lowering<AttributesOf<"averagePool">> = (context) => {
  const { padding, countIncludePad, kernel } = context.attributes;
  if (kernel.length === 3) return averagedByTaps(context);
  const counts = countIncludePad && padding.flat().some((count) => count !== 0);
  return pooled(context, "AvgPool", { writePadding: counts });
};

/**
 * A kernel that pools planes; one axis is a plane of one row.
 *
 * @param options.writePadding write the padding as zeros first: tfjs does not count its own
 */
function pooled(
  context: LoweringContext<PoolAttributes>,
  kernel: "MaxPool" | "AvgPool",
  { writePadding }: { readonly writePadding: boolean },
): Lowered {
  const { plan, attributes } = context;
  const [, , ...sizes] = context.node.inputs[0]!.shape as number[];
  const { shape } = context.type();
  const over = overhangs(attributes, sizes, shape.slice(2));
  const isLine = sizes.length === 1;
  const lift = <T>(list: readonly T[], first: T): readonly T[] => (isLine ? [first, ...list] : list);
  const none = [0, 0] as const;
  const around = lift(attributes.padding, none);
  const line = () =>
    plan.transpose(plan.reshape(context.input(0), context.input(0).shape.toSpliced(2, 0, 1)), [0, 2, 3, 1]);
  const source = isLine ? line() : context.channelsLast(0);
  const x = writePadding ? padded(plan, source, [none, ...around, none]) : source;
  const own = (writePadding ? around.map(() => none) : around).map(([before, after], axis) => [
    before,
    after + lift(over, 0)[axis]!,
  ]);
  const call = {
    filterSize: [...lift(attributes.kernel, 1)],
    strides: [...lift(attributes.strides, 1)],
    pad: [[0, 0], ...own, [0, 0]],
    dimRoundingMode: undefined,
  };
  const plane = isLine ? shape.toSpliced(2, 0, 1) : shape;
  const result = plan.call(kernel, { x }, call, { dtype: "float32", shape: channelsLastShape(plane) });
  return isLine ? plan.reshape(plan.transpose(result, [0, 3, 1, 2]), shape) : { channelsLast: result };
}

/** How far the last window reaches beyond the padding, along each axis. */
export function overhangs(
  { kernel, strides, padding, dilations }: PoolAttributes,
  sizes: readonly number[],
  counts: readonly number[],
): number[] {
  return sizes.map((size, axis) => {
    const [before, after] = padding[axis]!;
    const end = (counts[axis]! - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
    return Math.max(0, end - (size + before + after));
  });
}

interface Taps {
  /** For each position in the window the elements that it meets. */
  readonly values: readonly Value[];
  /** For each its offset in the plane of x from where the window starts. */
  readonly offsets: readonly number[];
  readonly operands: Operands;
}

/** x, padded with `value`, as seen by each position of the window, in row-major order. */
function tapsOf(context: LoweringContext<PoolAttributes>, value: number): Taps {
  const { plan, attributes } = context;
  const { kernel, strides, padding, dilations } = attributes;
  const [, , ...sizes] = context.node.inputs[0]!.shape as number[];
  const operands = tapOperands(context);
  const counts = context.type().shape;
  const over = overhangs(attributes, sizes, counts.slice(2));
  const pads = [
    [0, 0] as const,
    [0, 0] as const,
    ...padding.map(([before, after], axis) => [before, after + over[axis]!] as const),
  ];
  const x = padded(plan, operands.values[0]!, operands.arrange(pads), value);
  const planeStrides = stridesOf(sizes);
  const shifts = positionsIn(kernel).map((tap) => tap.map((index, axis) => index * dilations[axis]!));
  return {
    operands,
    values: shifts.map((shift) =>
      window(plan, x, {
        first: operands.arrange([0, 0, ...shift]),
        step: operands.arrange([1, 1, ...strides]),
        counts: sizesOf(operands, counts),
      }),
    ),
    offsets: shifts.map((shift) => shift.reduce((total, each, axis) => total + each * planeStrides[axis]!, 0)),
  };
}

/** Sizes in the order of the operand; samples and channels may be one axis. */
function sizesOf({ values, arrange }: Operands, shape: readonly number[]): readonly number[] {
  const sizes = arrange(shape);
  return sizes.length === shape.length ? sizes : sizes.with(0, values[0]!.shape[0]!);
}

/** The operand, a volume with samples and channels as one axis: GPUs know four axes well. */
function tapOperands(context: LoweringContext<PoolAttributes>): Operands {
  const { plan, node } = context;
  const shape = node.inputs[0]!.shape as number[];
  if (shape.length < 5) return context.operands();
  const arrange = <T>([, second, ...spatial]: readonly T[]): readonly T[] => [second!, ...spatial];
  return {
    values: [plan.reshape(context.input(0), [shape[0]! * shape[1]!, ...shape.slice(2)])],
    axis: (axis) => axis - 1,
    arrange,
    result: (value) => plan.reshape(value, context.type().shape),
  };
}

/** Position by position: what is greater than all before it is the maximum so far, and the first one keeps its place. */
function byTaps(context: LoweringContext<AttributesOf<"maxPool">>): Lowered[] {
  const { plan } = context;
  const { values, offsets, operands } = tapsOf(context, -Infinity);
  const [first, ...others] = values as [Value, ...Value[]];
  const { shape } = first;
  const filled = (value: number) =>
    plan.call("Fill", [], { shape: [...shape], value, dtype: "int32" }, { dtype: "int32", shape });
  const needsSwitches = context.isUsed(1);
  let best = first;
  let offset = needsSwitches ? filled(offsets[0]!) : undefined;
  others.forEach((value, index) => {
    if (offset !== undefined) {
      const condition = plan.call("Less", { a: best, b: value }, {}, { dtype: "bool", shape });
      const t = filled(offsets[index + 1]!);
      offset = plan.call("Select", { condition, t, e: offset }, {}, { dtype: "int32", shape });
    }
    best = plan.call("Maximum", { a: best, b: value }, {}, best);
  });
  if (offset === undefined) return [operands.result(best)];
  const a = offset;
  const starts = windowStarts(context);
  const b = plan.constant({ ...starts, shape: operands.arrange([1, 1, ...starts.shape]) });
  return [operands.result(best), operands.result(plan.call("Add", { a, b }, {}, offset))];
}

/** Where in the plane of x each window starts; in the padding that is a negative number. */
function windowStarts(context: LoweringContext<PoolAttributes>) {
  const { strides, padding } = context.attributes;
  const [, , ...sizes] = context.node.inputs[0]!.shape as number[];
  const shape = context.type().shape.slice(2);
  const [own, plane] = [stridesOf(shape), stridesOf(sizes)];
  const data = Int32Array.from({ length: sizeOf(shape) }, (_, at) =>
    shape.reduce((total, size, axis) => {
      const index = Math.floor(at / own[axis]!) % size;
      return total + (index * strides[axis]! - padding[axis]![0]) * plane[axis]!;
    }, 0),
  );
  return { dtype: "int32" as const, shape, data };
}

function averagedByTaps(context: LoweringContext<AttributesOf<"averagePool">>): Lowered {
  const { plan } = context;
  const { values, operands } = tapsOf(context, 0);
  const sum = values.reduce((a, b) => plan.call("Add", { a, b }, {}, a));
  const counts = context
    .type()
    .shape.slice(2)
    .map((count, axis) => countsAlong(context, axis, count));
  const shares = counts.reduce((all, along) => all.flatMap((count) => along.map((each) => count / each)), [1]);
  const shape = operands.arrange([1, 1, ...context.type().shape.slice(2)]);
  return operands.result(plan.call("Multiply", { a: sum, b: shared(plan, shares, shape) }, {}, sum));
}

function shared(plan: Plan, shares: readonly number[], shape: readonly number[]): Value {
  return plan.constant({ dtype: "float32", shape, data: Float32Array.from(shares) });
}

/** How many elements the windows average along one axis: up to the end of the padding, where that counts. */
function countsAlong(context: LoweringContext<AttributesOf<"averagePool">>, axis: number, count: number): number[] {
  const { kernel, strides, padding, countIncludePad } = context.attributes;
  const size = context.node.inputs[0]!.shape[axis + 2] as number;
  const [before, after] = padding[axis]!;
  const [low, high] = countIncludePad ? [-before, size + after] : [0, size];
  return Array.from({ length: count }, (_, index) => {
    const start = index * strides[axis]! - before;
    return Math.min(high, start + kernel[axis]!) - Math.max(low, start);
  });
}
