import { sizeOf } from "@blockzoo/core";
import type { AttributesOf, Lowering } from "../lowering.js";
import type { Plan, Value } from "../plan.js";
import {
  biased,
  channelsLastShape,
  convolved,
  filterOf,
  lowered,
  operandsOf,
  spread,
  type Problem,
} from "./convolution.js";
import { joined, padded, part, sliced } from "./shape.js";

export const convTranspose: Lowering<AttributesOf<"convTranspose">> = (context) => {
  const { plan, attributes } = context;
  const [x, weight, bias] = operandsOf(context);
  const spatial = weight.shape.length - 2;
  const shape = channelsLastShape(context.type().shape);
  return lowered(context, spatial, transposed(plan, x, weight, { ...attributes, shape, bias }));
};

/**
 * The adjoint of a convolution: with stride 1 the convolution with the flipped weight, otherwise the kernel that tfjs has for it, or a
 * convolution for each phase of the stride. What has neither is the flipped convolution after zeros were put between the positions of x.
 */
function transposed(plan: Plan, x: Value, weight: Value, problem: Problem): Value {
  const { strides, dilations, padding, groups, shape, bias } = problem;
  const [inputs, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  if (groups > 1 && inputs > groups) {
    const own = inputs / groups;
    const pieces = Array.from({ length: groups }, (_, group) =>
      transposed(plan, part(plan, x, x.shape.length - 1, group * own, own), part(plan, weight, 0, group * own, own), {
        ...problem,
        groups: 1,
        shape: [...shape.slice(0, -1), perGroup],
        bias: bias && part(plan, bias, 0, group * perGroup, perGroup),
      }),
    );
    return joined(plan, pieces, shape.length - 1, shape);
  }
  const isStrided = strides.some((stride) => stride > 1);
  const isDense = dilations.every((dilation) => dilation === 1);
  const hasPhases = isStrided && isDense && groups === 1;
  // The kernel of wasm takes ten times as long as the convolution.
  if (hasPhases && kernel.length === 2 && plan.host.device !== "wasm") {
    const filter = plan.transpose(weight, [2, 3, 1, 0]);
    const pad = [[0, 0], ...padding.map((pair) => [...pair]), [0, 0]];
    const attributes = {
      strides: [...strides],
      pad,
      dataFormat: "NHWC",
      dimRoundingMode: undefined,
      inputShape: [...shape],
    };
    return biased(
      plan,
      plan.call("Conv2DBackpropInput", { dy: x, filter }, attributes, { dtype: "float32", shape }),
      bias,
    );
  }
  if (hasPhases) return inPhases(plan, x, weight, problem);
  const apart = strides.reduce((value, stride, axis) => spread(plan, value, axis + 1, stride), x);
  // Every position of the result is reached by the windows around it.
  const pads = kernel.map((size, axis): Pair => {
    const reach = (size - 1) * dilations[axis]!;
    const before = reach - padding[axis]![0];
    return [before, shape[axis + 1]! + reach - before - apart.shape[axis + 1]!];
  });
  const filter = flippedTaps(plan, filterOf(plan, weight, groups, "input"), kernel);
  return convolved(plan, cropped(plan, apart, pads), filter, {
    ...problem,
    strides: strides.map(() => 1),
    padding: pads.map(positive),
  });
}

/** What is to be known of one axis of {@link inPhases}. */
interface Phases {
  /** Zeros in front of the kernel. */
  readonly zeros: number;
  /** Elements of the kernel for each phase. */
  readonly taps: number;
  /** Positions of each phase. */
  readonly count: number;
  /** Positions of the first phases that come before the result. */
  readonly crop: number;
  /** Around x. */
  readonly pads: readonly [number, number];
}

/**
 * Along one axis, y[o] is the sum of all x[i] w[o + p - i s]. With f zeros in front of w, and o + p + f = q s + r, it is at each q the sum
 * of x[q - j] w[j s + r] over j: for each r of the s phases a convolution with every s-th element of w. Zeros that make p + f a multiple
 * of s let y begin with the first phase, and without any there may be fewer taps.
 */
function phasesAlong(
  problem: Problem,
  axis: number,
  { size, kernel }: Readonly<Record<"size" | "kernel", number>>,
): Phases {
  const [stride, [before], length] = [problem.strides[axis]!, problem.padding[axis]!, problem.shape[axis + 1]!];
  const [aligned, unaligned] = [(stride - (before % stride)) % stride, 0].map((zeros): Phases => {
    const crop = (before + zeros) % stride;
    const first = (before + zeros - crop) / stride;
    const [taps, count] = [Math.ceil((kernel + zeros) / stride), Math.ceil((length + crop) / stride)];
    return { zeros, taps, count, crop, pads: [taps - 1 - first, first + count - size] };
  }) as [Phases, Phases];
  return aligned.taps * aligned.count <= unaligned.taps * unaligned.count ? aligned : unaligned;
}

/** One convolution for all phases, which are channels of its result until they are put side by side; none multiplies zeros. */
function inPhases(plan: Plan, x: Value, weight: Value, problem: Problem): Value {
  const { strides, shape, bias } = problem;
  const [inputs, outputs, ...kernel] = weight.shape as [number, number, ...number[]];
  const rank = kernel.length;
  const axes = kernel.map((_, axis) => axis);
  const phases = kernel.map((each, axis) => phasesAlong(problem, axis, { size: x.shape[axis + 1]!, kernel: each }));
  const taps = phases.map((each) => each.taps);
  const channels = sizeOf(strides) * outputs;
  const pads = phases.map(({ zeros, taps: count }, axis) => {
    return [zeros, count * strides[axis]! - kernel[axis]! - zeros] as const;
  });
  const apart = plan.reshape(padded(plan, weight, [[0, 0], [0, 0], ...pads]), [
    inputs,
    outputs,
    ...axes.flatMap((axis) => [taps[axis]!, strides[axis]!]),
  ]);
  const moved = plan.transpose(apart, [...axes.map((axis) => 2 + 2 * axis), 0, ...axes.map((axis) => 3 + 2 * axis), 1]);
  const filter = flippedTaps(plan, plan.reshape(moved, [...taps, inputs, channels]), taps);
  const counts = phases.map(({ count }) => count);
  const around = phases.map((each) => each.pads);
  const together = convolved(plan, cropped(plan, x, around), filter, {
    ...problem,
    strides: strides.map(() => 1),
    padding: around.map(positive),
    shape: [shape[0]!, ...counts, channels],
    bias: bias && joined(plan, new Array<Value>(sizeOf(strides)).fill(bias), 0, [channels]),
  });
  const byPhase = plan.reshape(together, [shape[0]!, ...counts, ...strides, outputs]);
  const sideBySide = plan.transpose(byPhase, [0, ...axes.flatMap((axis) => [1 + axis, 1 + rank + axis]), 1 + 2 * rank]);
  const whole = plan.reshape(sideBySide, [shape[0]!, ...counts.map((count, axis) => count * strides[axis]!), outputs]);
  return sliced(plan, whole, [0, ...phases.map(({ crop }) => crop), 0], shape);
}

type Pair = readonly [number, number];

const positive = ([before, after]: Pair): Pair => [Math.max(0, before), Math.max(0, after)];

/** x [N,...,C] without what negative pads cut off. */
function cropped(plan: Plan, x: Value, pads: readonly Pair[]): Value {
  const cuts = pads.map(([before, after]): Pair => [Math.min(0, before), Math.min(0, after)]);
  return padded(plan, x, [[0, 0], ...cuts, [0, 0]]);
}

/** A filter [...kernel, inputs, outputs] with its taps backwards along all axes, which is one axis when laid end to end. */
function flippedTaps(plan: Plan, filter: Value, kernel: readonly number[]): Value {
  const taps = sizeOf(kernel);
  if (taps === 1) return filter;
  const flat = plan.reshape(filter, [taps, sizeOf(filter.shape) / taps]);
  return plan.reshape(reversedRows(plan, flat), filter.shape);
}

/** Reverse of wasm takes 20 ns an element, many times what it takes to copy rows. */
function reversedRows(plan: Plan, x: Value): Value {
  if (plan.host.device !== "wasm") return plan.call("Reverse", { x }, { dims: [0] }, x);
  const rows = Array.from({ length: x.shape[0]! }, (_, row) => part(plan, x, 0, row, 1));
  return joined(plan, rows.toReversed(), 0, x.shape);
}
