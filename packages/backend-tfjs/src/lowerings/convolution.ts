import { sizeOf } from "@blockzoo/core";
import type { AttributesOf, Lowered, Lowering, LoweringContext } from "../lowering.js";
import type { Plan, Value } from "../plan.js";
import { joined, padded, part, window } from "./shape.js";

type ConvAttributes = AttributesOf<"conv">;
type Pairs = readonly (readonly [number, number])[];

/** A convolution over channels-last values; lists have one entry for each spatial axis. */
export interface Problem {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Pairs;
  readonly groups: number;
  /** [N, ..., O] */
  readonly shape: readonly number[];
  readonly bias: Value | undefined;
}

export const conv: Lowering<ConvAttributes> = (context) => {
  const { plan } = context;
  const [x, weight, bias] = operandsOf(context);
  const spatial = weight.shape.length - 2;
  const filter = filterOf(plan, weight, context.attributes.groups, "output");
  const shape = channelsLastShape(context.type().shape);
  return lowered(context, spatial, convolved(plan, x, filter, { ...context.attributes, shape, bias }));
};

/** x with its channels last, the weight and the bias. */
export function operandsOf(context: LoweringContext): [Value, Value, Value | undefined] {
  const [x, , bias] = context.node.inputs;
  const own = x!.shape.length === 4 ? context.channelsLast(0) : channelsToEnd(context.plan, context.input(0));
  return [own, context.input(1), bias === undefined ? undefined : context.input(2)];
}

/** [N,C,...] as [N,...,C]. */
export function channelsToEnd(plan: Plan, x: Value): Value {
  return plan.transpose(x, [0, ...x.shape.map((_, axis) => axis).slice(2), 1]);
}

export function channelsLastShape([batch, channels, ...spatial]: readonly number[]): number[] {
  return [batch!, ...spatial, channels!];
}

export function lowered({ plan }: LoweringContext, spatial: number, value: Value): Lowered {
  if (spatial === 2) return { channelsLast: value };
  return plan.transpose(value, [0, spatial + 1, ...Array.from({ length: spatial }, (_, axis) => axis + 1)]);
}

/**
 * A weight as kernels want it: [...kernel, inputs, outputs]; one channel a group as [...kernel, channels, outputs a channel].
 * The graph's has the channels named by `first` first: outputs for conv, inputs for its transposition.
 */
export function filterOf(plan: Plan, weight: Value, groups: number, first: "output" | "input"): Value {
  const [lead, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const axes = kernel.map((_, axis) => axis + 2);
  const isDepthwise = groups > 1 && (first === "output" ? perGroup === 1 : lead === groups);
  if (!isDepthwise) return plan.transpose(weight, [...axes, ...(first === "output" ? [1, 0] : [0, 1])]);
  const multiplier = (lead * perGroup) / groups;
  return plan.transpose(plan.reshape(weight, [groups, multiplier, ...kernel]), [...axes, 0, 1]);
}

export function convolved(plan: Plan, x: Value, filter: Value, problem: Problem): Value {
  const { groups, strides, dilations, padding, shape } = problem;
  if (strides.length === 1) return alongOneAxis(plan, x, filter, problem);
  if (strides.length === 3) return overThreeAxes(plan, x, filter, problem);
  const attributes = {
    strides: [...strides],
    dilations: [...dilations],
    pad: [[0, 0], ...padding.map((pair) => [...pair]), [0, 0]],
    dataFormat: "NHWC",
    dimRoundingMode: undefined,
  };
  const type = { dtype: "float32" as const, shape };
  if (groups === 1) {
    const { bias } = problem;
    if (bias === undefined) return plan.call("Conv2D", { x, filter }, attributes, type);
    return plan.call("FusedConv2D", { x, filter, bias }, { ...attributes, activation: "linear" }, type);
  }
  if (filter.shape.at(-2) === groups && x.shape.at(-1) === groups) {
    // tfjs does not take strides and dilations together.
    const isBoth = strides.some((stride) => stride > 1) && dilations.some((dilation) => dilation > 1);
    const own = isBoth ? dilations.reduce((value, step, axis) => spread(plan, value, axis, step), filter) : filter;
    const call = isBoth ? { ...attributes, dilations: [1, 1] } : attributes;
    return biased(plan, plan.call("DepthwiseConv2dNative", { x, filter: own }, call, type), problem.bias);
  }
  return inGroups(plan, x, filter, problem);
}

function alongOneAxis(plan: Plan, x: Value, filter: Value, problem: Problem): Value {
  const { strides, dilations, padding, shape } = problem;
  const lifted = (value: Value, at: number) => plan.reshape(value, value.shape.toSpliced(at, 0, 1));
  const result = convolved(plan, lifted(x, 1), lifted(filter, 0), {
    ...problem,
    strides: [1, ...strides],
    dilations: [1, ...dilations],
    padding: [[0, 0], ...padding],
    shape: shape.toSpliced(1, 0, 1),
  });
  return plan.reshape(result, shape);
}

/**
 * Planes, convolved with each plane of the kernel, added up: kernels of tfjs for volumes are slow (wasm), wrong (webgpu) and
 * pad by rules of their own.
 */
function overThreeAxes(plan: Plan, x: Value, filter: Value, problem: Problem): Value {
  const { strides, dilations, padding, shape } = problem;
  const [batch, depth, ...plane] = x.shape as [number, number, ...number[]];
  const [, planes, ...inPlane] = shape as [number, number, ...number[]];
  const rows = padded(plan, plan.reshape(x, [batch, depth, sizeOf(plane)]), [[0, 0], padding[0]!, [0, 0]]);
  const [taps, ...kernel] = filter.shape as [number, ...number[]];
  const sums = Array.from({ length: taps }, (_, tap) => {
    const range = {
      first: [0, tap * dilations[0]!, 0],
      step: [1, strides[0]!, 1],
      counts: [batch, planes, sizeOf(plane)],
    };
    const seen = plan.reshape(window(plan, rows, range), [batch * planes, ...plane]);
    const flat = plan.reshape(filter, [taps, sizeOf(kernel)]);
    return convolved(plan, seen, plan.reshape(part(plan, flat, 0, tap, 1), kernel), {
      ...problem,
      strides: strides.slice(1),
      dilations: dilations.slice(1),
      padding: padding.slice(1),
      shape: [batch * planes, ...inPlane],
      bias: tap === 0 ? problem.bias : undefined,
    });
  });
  return plan.reshape(
    sums.reduce((a, b) => plan.call("Add", { a, b }, {}, a)),
    shape,
  );
}

/** One convolution for each group. A depthwise filter [...kernel, groups, multiplier] has one input channel a group. */
function inGroups(plan: Plan, x: Value, filter: Value, problem: Problem): Value {
  const { groups, shape, bias } = problem;
  const outputs = shape.at(-1)! / groups;
  const inputs = x.shape.at(-1)! / groups;
  const isDepthwise = filter.shape.at(-2) === groups && inputs === 1;
  const pieces = Array.from({ length: groups }, (_, group) => {
    const own = part(plan, x, x.shape.length - 1, group * inputs, inputs);
    const weight = isDepthwise
      ? part(plan, filter, filter.shape.length - 2, group, 1)
      : part(plan, filter, filter.shape.length - 1, group * outputs, outputs);
    return convolved(plan, own, weight, {
      ...problem,
      groups: 1,
      shape: [...shape.slice(0, -1), outputs],
      bias: bias && part(plan, bias, 0, group * outputs, outputs),
    });
  });
  return joined(plan, pieces, shape.length - 1, shape);
}

export function biased(plan: Plan, x: Value, bias: Value | undefined): Value {
  return bias === undefined ? x : plan.call("Add", { a: x, b: bias }, {}, x);
}

/** Zeros between the elements along an axis, so that they are `step` apart. */
export function spread(plan: Plan, x: Value, axis: number, step: number): Value {
  const size = x.shape[axis]!;
  if (step === 1 || size === 1) return x;
  const inner = sizeOf(x.shape.slice(axis + 1));
  const rows = plan.reshape(x, [sizeOf(x.shape) / inner, inner]);
  const apart = plan.reshape(
    padded(plan, rows, [
      [0, 0],
      [0, (step - 1) * inner],
    ]),
    x.shape.with(axis, size * step),
  );
  return part(plan, apart, axis, 0, (size - 1) * step + 1);
}
