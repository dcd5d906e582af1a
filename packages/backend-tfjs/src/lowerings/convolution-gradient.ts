import { sizeOf } from "@blockzoo/core";
import type { AttributesOf, CompositeLowering } from "../lowering.js";
import { sameSizes, type Plan, type Value } from "../plan.js";
import { channelsToEnd } from "./convolution.js";
import { matrices } from "./matmul.js";
import { joined, padded, part, sliced, window } from "./shape.js";

type Problem = AttributesOf<"conv"> & {
  readonly kernel: readonly number[];
  /** [O, C/groups, ...kernel] */
  readonly shape: readonly number[];
};

/** The gradient of a convolution with respect to its weight, of x and dy. Depthwise it is decomposed. */
export const convFilterGradient: CompositeLowering = (context) => {
  const attributes = context.attributes as Omit<Problem, "shape">;
  const { plan } = context;
  const { shape } = context.type();
  if (attributes.groups > 1 && shape[1] === 1) return undefined;
  // The kernel for it has no dilation; wasm has no kernel for it.
  if (plan.host.device !== "wasm" && attributes.dilations.some((dilation) => dilation > 1)) return undefined;
  const [x, dy] = ([0, 1] as const).map((index) =>
    shape.length === 4 ? context.channelsLast(index) : channelsToEnd(plan, context.input(index)),
  ) as [Value, Value];
  return inGroups(plan, x, dy, { ...attributes, shape });
};

function inGroups(plan: Plan, x: Value, dy: Value, problem: Problem): Value {
  const { groups, shape } = problem;
  const [inputs, outputs] = [shape[1]!, shape[0]! / groups];
  const last = x.shape.length - 1;
  const pieces = Array.from({ length: groups }, (_, group) => {
    const own = part(plan, x, last, group * inputs, inputs);
    const signal = part(plan, dy, last, group * outputs, outputs);
    return gradient(plan, own, signal, { ...problem, groups: 1, shape: [outputs, ...shape.slice(1)] });
  });
  return joined(plan, pieces, 0, shape);
}

/** Of x [N,...,C] and dy [N,...,O]: lines are planes of one row, and of volumes every plane of the kernel has its planes of x. */
function gradient(plan: Plan, x: Value, dy: Value, problem: Problem): Value {
  const { kernel, shape, strides, dilations, padding } = problem;
  if (kernel.length === 1) {
    const lifted = { strides: [1, ...strides], dilations: [1, ...dilations], padding: [[0, 0] as const, ...padding] };
    const [own, signal] = [x, dy].map((value) => plan.reshape(value, value.shape.toSpliced(1, 0, 1))) as [Value, Value];
    const plane = { ...problem, ...lifted, kernel: [1, ...kernel], shape: shape.toSpliced(2, 0, 1) };
    return plan.reshape(gradient(plan, own, signal, plane), shape);
  }
  if (kernel.length === 2) {
    if (plan.host.device !== "wasm") return byKernel(plan, x, dy, problem);
    const isDense = sameSizes(x.shape.slice(0, -1), dy.shape.slice(0, -1));
    const isProduct = isDense && kernel.every((size) => size === 1);
    return isProduct ? byProduct(plan, x, dy, problem) : byConvolution(plan, x, dy, problem);
  }
  const [batch, depth, ...inner] = x.shape as [number, number, ...number[]];
  const [, planes, ...outer] = dy.shape as [number, number, ...number[]];
  const rows = padded(plan, plan.reshape(x, [batch, depth, sizeOf(inner)]), [[0, 0], padding[0]!, [0, 0]]);
  const plane = {
    ...problem,
    kernel: kernel.slice(1),
    strides: strides.slice(1),
    dilations: dilations.slice(1),
    padding: padding.slice(1),
    shape: shape.toSpliced(2, 1),
  };
  const taps = Array.from({ length: kernel[0]! }, (_, tap) => {
    const range = {
      first: [0, tap * dilations[0]!, 0],
      step: [1, strides[0]!, 1],
      counts: [batch, planes, sizeOf(inner)],
    };
    const seen = plan.reshape(window(plan, rows, range), [batch * planes, ...inner]);
    const own = gradient(plan, seen, plan.reshape(dy, [batch * planes, ...outer]), plane);
    return plan.reshape(own, shape.with(2, 1));
  });
  return joined(plan, taps, 2, shape);
}

/**
 * tfjs has no kernel for it on wasm, but it is itself a convolution: of x, with batch and channels in each other's places, with dy as the
 * kernel; stride and dilation change places, too.
 */
function byConvolution(plan: Plan, x: Value, dy: Value, problem: Problem): Value {
  const { strides, dilations, padding, kernel, shape } = problem;
  const [outputs, inputs] = shape as [number, number];
  const [batch, ...sizes] = x.shape as [number, number, number, number];
  const windows = dy.shape.slice(1, -1);
  // As far as the last tap of the last window reaches: a stride may leave a rest of x, or of its padding, unread.
  const after = kernel.map((size, axis) => {
    const reach = (windows[axis]! - 1) * strides[axis]! + (size - 1) * dilations[axis]! + 1;
    return reach - padding[axis]![0] - sizes[axis]!;
  });
  const [height, width] = kernel.map(
    (size, axis) => size + Math.floor(Math.max(0, -after[axis]!) / dilations[axis]!),
  ) as [number, number];
  const together = channelsTogether(problem, height * width * sizeOf(windows));
  const [rows, columns] = padding.map(([before], axis) => [before, Math.max(0, after[axis]!)]) as [number[], number[]];
  const call = {
    strides: [...dilations],
    dilations: [strides[0]! * together, strides[1]!],
    pad: [[0, 0], rows.map((count) => count * together), columns, [0, 0]],
    dataFormat: "NHWC",
    dimRoundingMode: undefined,
  };
  const groups = inputs / together;
  const lines = [groups, sizes[0] * together, sizes[1], batch];
  const operands = {
    x: plan.reshape(rowsOfChannels(plan, x, together), lines),
    filter: plan.transpose(dy, [1, 2, 0, 3]),
  };
  const found = { dtype: "float32", shape: [groups, height * together, width, outputs] } as const;
  const taken = [groups, kernel[0]! * together, kernel[1]!, outputs];
  const taps = sliced(plan, plan.call("Conv2D", operands, call, found), [0, 0, 0, 0], taken);
  const apart = plan.reshape(taps, [groups, kernel[0]!, together, kernel[1]!, outputs]);
  return plan.reshape(plan.transpose(apart, [4, 0, 2, 1, 3]), shape);
}

/** Up to how many addresses of elements, which the kernel lists, channels are taken together: they are 1 MB. */
const mostAddresses = 2 ** 18;

/**
 * How many channels have their rows between each other's in one plane, by which the kernel goes in larger steps. It computes four
 * positions of a plane at once, and of 3x3 alone, 12 for 9.
 */
function channelsTogether({ shape, dilations }: Problem, addresses: number): number {
  const [, channels] = shape as [number, number];
  if (dilations[0]! > 1) return 1;
  return [channels, 4].find((count) => channels % count === 0 && count * addresses <= mostAddresses) ?? 1;
}

/** x [N,H,W,C] as [C/together, H, together, W, N]; one transposition of all of its axes would take twice as long. */
function rowsOfChannels(plan: Plan, x: Value, together: number): Value {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const samplesLast = plan.transpose(plan.reshape(x, [batch, height * width * channels]), [1, 0]);
  const inRows = plan.transpose(plan.reshape(samplesLast, [height, width, channels, batch]), [0, 2, 1, 3]);
  return plan.transpose(plan.reshape(inRows, [height, channels / together, together * width * batch]), [1, 0, 2]);
}

/** A kernel of one element is a product of matrices; the smaller operand is the one that is packed. */
function byProduct(plan: Plan, x: Value, dy: Value, { shape }: Problem): Value {
  const [outputs, inputs] = shape as [number, number];
  const rows = (value: Value) => plan.reshape(value, [1, sizeOf(value.shape.slice(0, -1)), value.shape.at(-1)!]);
  const flags = { transposeA: true, transposeB: false };
  if (inputs <= outputs) return plan.reshape(matrices(plan, rows(dy), rows(x), flags), shape);
  return plan.reshape(plan.transpose(matrices(plan, rows(x), rows(dy), flags), [0, 2, 1]), shape);
}

function byKernel(plan: Plan, x: Value, dy: Value, { strides, padding, kernel, shape }: Problem): Value {
  const [outputs, inputs] = shape as [number, number];
  const filterShape = [...kernel, inputs, outputs];
  const pad = [[0, 0], ...padding.map((pair) => [...pair]), [0, 0]];
  const call = { strides: [...strides], pad, dataFormat: "NHWC", dimRoundingMode: undefined, filterShape };
  const found = plan.call("Conv2DBackpropFilter", { x, dy }, call, { dtype: "float32", shape: filterShape });
  return plan.transpose(found, [3, 2, 0, 1]);
}
