import { numeric, numericShape, scale } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, emitOne, type TensorLike } from "../graph/builder.js";
import { sizeOf, type NDArray } from "../ndarray.js";
import { describeType, type Tensor, type TensorType } from "../tensor.js";
import { defineOp, type OpCase } from "./define.js";
import {
  extentOf,
  forEachChannelPair,
  normalizeWindow,
  perAxis,
  runLength,
  windowOutput,
  type Padding,
  type PerAxis,
  type Window,
} from "./window.js";

/** Lists have one entry for each spatial axis; padding is before and after. */
export type ConvAttributes = Omit<Window, "kernel"> & { readonly groups: number };

/** `outputPadding` positions are added at the end of each axis: sizes which a strided convolution rounds to the same. */
export type ConvTransposeAttributes = ConvAttributes & { readonly outputPadding: readonly number[] };

export const convOp = defineOp<ConvAttributes>({
  name: "conv",
  doc: "Cross-correlation of x [N,C,...] with a weight [O,C/groups,...] over 1 to 3 spatial axes, with an optional bias [O]. ONNX Conv.",
  infer(inputs, attributes) {
    const [x, weight] = inputs as readonly [TensorType, TensorType];
    const kernel = checkOperands("conv", inputs, attributes);
    const [outputs, perGroup] = numericShape(weight.shape, "conv's weight") as [number, number];
    const { groups } = attributes;
    checkChannels("conv", x, perGroup * groups);
    check(outputs % groups === 0, () => `conv: ${outputs} output channels do not divide into ${groups} groups`);
    checkBias("conv", inputs[2], outputs);
    return [{ dtype: "float32", shape: [x.shape[0]!, outputs, ...windowOutput("conv", x, { ...attributes, kernel })] }];
  },
  evaluate([x, weight, bias], attributes, [output]) {
    const data = biased(bias, output!.shape);
    forEachChannelPair(attributes, weight!, x!, output!, (largeBase, smallBase, factor, runs, step) => {
      for (let run = 0; run < runs.length; run += runLength) {
        const w = factor[runs[run]!]!;
        let from = largeBase + runs[run + 1]!;
        const start = smallBase + runs[run + 2]!;
        const end = start + runs[run + 3]!;
        for (let to = start; to < end; to++, from += step) data[to]! += w * x!.data[from]!;
      }
    });
    return [{ ...output!, data }];
  },
  cost: ([, weight], [output]) => sizeOf(output!.shape) * sizeOf(weight!.shape.slice(1)),
  linear: [0, 1],
  cases: convCases,
});

export const convTransposeOp = defineOp<ConvTransposeAttributes>({
  name: "convTranspose",
  doc: "The adjoint of conv: x [N,C,...] with a weight [C,O/groups,...] gives [N,O,...] with sizes (size-1)*stride - before - after + extent + outputPadding; optional bias [O]. ONNX ConvTranspose.",
  infer(inputs, attributes) {
    const [x, weight] = inputs as readonly [TensorType, TensorType];
    const kernel = checkOperands("convTranspose", inputs, attributes);
    const [channels, perGroup] = numericShape(weight.shape, "convTranspose's weight") as [number, number];
    const { groups, strides, dilations, padding, outputPadding } = attributes;
    checkChannels("convTranspose", x, channels);
    check(
      channels % groups === 0,
      () => `convTranspose: ${channels} input channels do not divide into ${groups} groups`,
    );
    checkBias("convTranspose", inputs[2], perGroup * groups);
    const spatial = x.shape.slice(2).map((size, axis) => {
      const [stride, extra] = [strides[axis]!, outputPadding[axis]!];
      check(
        extra < Math.max(stride, dilations[axis]!),
        () =>
          `convTranspose: outputPadding ${extra} must be smaller than the stride ${stride} or the dilation ${dilations[axis]}`,
      );
      const [before, after] = padding[axis]!;
      const result = scale(size, stride, extentOf({ ...attributes, kernel }, axis) - stride - before - after + extra);
      check(
        typeof result !== "number" || result > 0,
        () => `convTranspose: padding [${before},${after}] leaves ${result} positions of ${describeType(x)}`,
      );
      return result;
    });
    return [{ dtype: "float32", shape: [x.shape[0]!, perGroup * groups, ...spatial] }];
  },
  evaluate([x, weight, bias], attributes, [output]) {
    const data = biased(bias, output!.shape);
    forEachChannelPair(attributes, weight!, output!, x!, (largeBase, smallBase, factor, runs, step) => {
      for (let run = 0; run < runs.length; run += runLength) {
        const w = factor[runs[run]!]!;
        let to = largeBase + runs[run + 1]!;
        const start = smallBase + runs[run + 2]!;
        const end = start + runs[run + 3]!;
        for (let from = start; from < end; from++, to += step) data[to]! += w * x!.data[from]!;
      }
    });
    return [{ ...output!, data }];
  },
  cost: ([x, weight]) => sizeOf(x!.shape) * sizeOf(weight!.shape.slice(1)),
  linear: [0, 1],
  cases: convTransposeCases,
});

/** Checks what both directions share. @returns the kernel's sizes */
function checkOperands(op: string, inputs: readonly TensorType[], attributes: ConvAttributes): number[] {
  const [x, weight] = inputs as readonly [TensorType, TensorType];
  check(
    inputs.every((input) => input.dtype === "float32"),
    () => `${op} expects float32, got ${inputs.map(describeType).join(", ")}`,
  );
  const rank = x.shape.length;
  check(
    rank >= 3 && rank <= 5 && weight.shape.length === rank,
    () =>
      `${op} expects x [N,C,...] and a weight with as many axes, 1 to 3 of them spatial, got ${describeType(x)} and ${describeType(weight)}`,
  );
  const { strides, dilations, padding } = attributes;
  check(
    [strides, dilations, padding].every((list) => list.length === rank - 2),
    () =>
      `${op}: strides, dilations and padding need one entry for each of the ${rank - 2} spatial axes of ${describeType(x)}`,
  );
  return numericShape(weight.shape, `${op}'s weight`).slice(2);
}

function checkChannels(op: string, x: TensorType, expected: number): void {
  const channels = numeric(x.shape[1]!, `${op}'s channels`);
  check(channels === expected, () => `${op} expects ${expected} input channels, got x ${describeType(x)}`);
}

function checkBias(op: string, bias: TensorType | undefined, channels: number): void {
  check(
    bias === undefined || (bias.shape.length === 1 && bias.shape[0] === channels),
    () => `${op} expects a bias float32[${channels}], got ${describeType(bias!)}`,
  );
}

/** A new output that holds the bias of its channel everywhere. */
function biased(bias: NDArray | undefined, shape: readonly number[]): Float64Array {
  const data = new Float64Array(sizeOf(shape));
  if (bias === undefined) return data;
  const plane = sizeOf(shape.slice(2));
  for (let at = 0, channel = 0; at < data.length; at += plane, channel = (channel + 1) % bias.data.length) {
    data.fill(bias.data[channel]!, at, at + plane);
  }
  return data;
}

/** What the public functions take; see {@link conv}. */
export interface ConvOptions {
  readonly bias?: TensorLike | undefined;
  readonly strides?: PerAxis | undefined;
  readonly padding?: Padding | undefined;
  readonly dilations?: PerAxis | undefined;
  readonly groups?: number | undefined;
}

/**
 * Convolution as all frameworks mean it, which is cross-correlation: the kernel is not flipped.
 *
 * `y[n,o,p] = bias[o] + sum over c, k of x[n, c, p*stride + k*dilation - before] * weight[o,c,k]`
 *
 * Shapes: x `[N, C, ...]` and weight `[O, C/groups, ...kernel]` with 1, 2 or 3 spatial axes give `[N, O, ...]` of sizes
 * `floor((size + before + after - dilation*(kernel-1) - 1) / stride) + 1`. With groups, output channels of one group see
 * the input channels of that group alone. N and spatial sizes may be names.
 *
 * @param options numbers hold for all spatial axes; a list has one entry for each, padding also [before, after] pairs
 * @example conv(x, weight, { bias, strides: 2, padding: 1 })
 * @example conv(x, weight, { padding: [[0, 1], [0, 1]], groups: 4 })
 */
export function conv(x: TensorLike, weight: TensorLike, options: ConvOptions = {}): Tensor {
  const { operands, attributes } = prepare("conv", x, weight, options);
  return emitOne(convOp, operands, attributes);
}

/**
 * Transposed convolution: the adjoint of {@link conv}, its gradient with respect to x. Every position of x adds the kernel,
 * times its value, to the output: `y[n, o, p*stride + k*dilation - before] += x[n,c,p] * weight[c,o,k]`.
 *
 * Shapes: x `[N, C, ...]` and weight `[C, O/groups, ...kernel]`, as in PyTorch and ONNX, give `[N, O, ...]` of sizes
 * `(size-1)*stride - before - after + dilation*(kernel-1) + 1 + outputPadding`. The latter, smaller than the stride or the
 * dilation, picks one of the sizes that a strided convolution rounds to the same.
 *
 * @example convTranspose(x, weight, { strides: 2, padding: 1, outputPadding: 1 })   // doubles H and W for a 3x3 kernel
 */
export function convTranspose(
  x: TensorLike,
  weight: TensorLike,
  options: ConvOptions & { readonly outputPadding?: PerAxis | undefined } = {},
): Tensor {
  const { operands, attributes } = prepare("convTranspose", x, weight, options);
  const count = attributes.strides.length;
  const outputPadding = perAxis("convTranspose", "outputPadding", options.outputPadding ?? 0, count, 0);
  return emitOne(convTransposeOp, operands, { ...attributes, outputPadding });
}

function prepare(op: string, x: TensorLike, weight: TensorLike, options: ConvOptions) {
  const operands = currentBuilder(`${op}(...)`).adoptAll(
    options.bias === undefined ? [x, weight] : [x, weight, options.bias],
  );
  const spatial = Math.max(0, operands[0]!.rank - 2);
  const { kernel: _, ...window } = normalizeWindow(op, spatial, 1, options);
  const { groups = 1 } = options;
  check(
    Number.isInteger(groups) && groups >= 1,
    () => `${op}: groups must be a whole number of at least 1, got ${groups}`,
  );
  const attributes: ConvAttributes = { ...window, groups };
  return { operands, attributes };
}

/** A case: shapes of x and weight, and what differs from stride 1, dilation 1, no padding, one group. */
type Sketch = readonly [name: string, x: readonly number[], weight: readonly number[], options?: SketchOptions];

interface SketchOptions {
  readonly strides?: PerAxis;
  readonly padding?: Padding;
  readonly dilations?: PerAxis;
  readonly outputPadding?: PerAxis;
  readonly groups?: number;
  readonly bias?: number;
}

function caseOf([name, x, weight, options = {}]: Sketch): OpCase<ConvAttributes> {
  const { groups = 1, bias } = options;
  const { kernel: _, ...window } = normalizeWindow("conv", x.length - 2, 1, options);
  const inputs = [{ shape: x }, { shape: weight }, ...(bias === undefined ? [] : [{ shape: [bias] }])];
  return { name, inputs, attributes: { ...window, groups } };
}

function convCases(): OpCase<ConvAttributes>[] {
  const sketches: Sketch[] = [
    ["3x3", [2, 2, 5, 4], [3, 2, 3, 3], { padding: 1 }],
    ["bias, channels of an image", [2, 3, 4, 4], [2, 3, 3, 3], { padding: 1, bias: 2 }],
    ["5x5 without padding", [2, 1, 7, 8], [2, 1, 5, 5]],
    ["one output channel", [2, 4, 4, 4], [1, 4, 3, 3], { padding: 1 }],
    ["6 channels to 4", [1, 6, 4, 5], [4, 6, 3, 3]],
    ["8 channels to 8", [1, 8, 4, 4], [8, 8, 2, 2]],
    ["kernel as large as the input", [3, 2, 3, 4], [4, 2, 3, 4], { bias: 4 }],
    ["1x1", [2, 4, 3, 3], [3, 4, 1, 1]],
    ["1x1, stride 2", [2, 3, 5, 4], [2, 3, 1, 1], { strides: 2 }],
    ["1x1 in padding", [1, 2, 3, 3], [2, 2, 1, 1], { padding: 1 }],
    ["3x3, stride 2", [2, 2, 6, 5], [3, 2, 3, 3], { strides: 2, padding: 1 }],
    ["3x3, stride 2, unread rest", [2, 2, 6, 6], [2, 2, 3, 3], { strides: 2 }],
    ["4x4, stride 2", [2, 2, 6, 6], [3, 2, 4, 4], { strides: 2, padding: 1 }],
    ["patches", [2, 3, 4, 4], [2, 3, 2, 2], { strides: 2 }],
    ["stride 3, kernel 2", [1, 2, 8, 7], [2, 2, 2, 2], { strides: 3 }],
    ["stride 3 of 7x7", [1, 1, 11, 10], [2, 1, 7, 7], { strides: 3, padding: 3 }],
    ["strides 1 and 2", [1, 2, 5, 6], [2, 2, 3, 3], { strides: [1, 2], padding: 1 }],
    ["dilation 2", [1, 2, 6, 7], [2, 2, 3, 3], { dilations: 2, padding: 2 }],
    ["dilation 2, stride 2", [1, 2, 8, 7], [2, 2, 3, 3], { dilations: 2, strides: 2, padding: 1 }],
    [
      "asymmetric padding",
      [1, 2, 4, 5],
      [2, 2, 2, 3],
      {
        padding: [
          [0, 1],
          [2, 1],
        ],
      },
    ],
    [
      "asymmetric padding, stride 2",
      [1, 2, 5, 4],
      [2, 2, 3, 3],
      {
        strides: 2,
        padding: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    [
      "a tap that only meets padding",
      [1, 2, 4, 1],
      [2, 2, 3, 4],
      {
        padding: [
          [1, 1],
          [1, 3],
        ],
      },
    ],
    ["one axis", [2, 3, 9], [4, 3, 3], { padding: 1, bias: 4 }],
    ["one axis, stride 2", [2, 2, 9], [2, 2, 4], { strides: 2, padding: 1 }],
    ["three axes", [1, 2, 3, 4, 4], [2, 2, 2, 3, 3], { padding: [0, 1, 1] }],
    ["three axes, stride 2", [1, 2, 4, 4, 5], [2, 2, 2, 3, 3], { strides: 2, padding: [0, 1, 1] }],
    ...[1, 2, 3, 4, 8].map((perGroup): Sketch => [
      `2 groups of ${perGroup}`,
      [2, 2 * perGroup, 3, 3],
      [4, perGroup, 2, 2],
      { groups: 2 },
    ]),
    ...[3, 4, 5, 6, 7, 10].map((perGroup): Sketch => [
      `2 groups to ${perGroup} outputs each`,
      [1, 4, 3, 3],
      [2 * perGroup, 2, 2, 2],
      { groups: 2 },
    ]),
    ["groups, stride 2, bias", [2, 4, 5, 5], [6, 2, 3, 3], { groups: 2, strides: 2, padding: 1, bias: 6 }],
    ["groups, 4x4, stride 2", [1, 4, 6, 4], [4, 2, 4, 4], { groups: 2, strides: 2, padding: 1 }],
    ["groups, one window", [2, 4, 2, 2], [4, 2, 2, 2], { groups: 2 }],
    ["groups, few windows", [3, 4, 2, 3], [4, 2, 2, 2], { groups: 2 }],
    ["depthwise", [2, 3, 4, 5], [3, 1, 3, 3], { groups: 3, padding: 1 }],
    ["depthwise, multiplier 2", [2, 3, 4, 4], [6, 1, 3, 3], { groups: 3, padding: 1 }],
    ["depthwise, stride 2, unread rest", [2, 2, 6, 6], [2, 1, 3, 3], { groups: 2, strides: 2 }],
    [
      "depthwise, dilation 2, stride 2",
      [1, 2, 8, 7],
      [2, 1, 3, 3],
      { groups: 2, strides: 2, dilations: 2, padding: 1 },
    ],
  ];
  return sketches.map(caseOf);
}

function convTransposeCases(): OpCase<ConvTransposeAttributes>[] {
  const sketches: Sketch[] = [
    ["3x3", [2, 3, 4, 3], [3, 2, 3, 3]],
    ["bias, padding 1", [1, 3, 4, 4], [3, 2, 3, 3], { padding: 1, bias: 2 }],
    ["2x2, stride 2", [2, 3, 3, 2], [3, 2, 2, 2], { strides: 2, bias: 2 }],
    ["3x3, stride 2, output padding", [1, 2, 3, 3], [2, 3, 3, 3], { strides: 2, padding: 1, outputPadding: 1 }],
    ["4x4, stride 2", [2, 2, 3, 3], [2, 3, 4, 4], { strides: 2, padding: 1 }],
    ["stride 3, kernel 2, output padding", [1, 2, 3, 2], [2, 2, 2, 2], { strides: 3, outputPadding: [2, 1] }],
    ["dilation 2", [1, 2, 3, 4], [2, 2, 3, 3], { dilations: 2, padding: 1 }],
    ["output padding below the dilation", [1, 2, 3, 3], [2, 2, 2, 2], { dilations: 2, outputPadding: 1 }],
    [
      "asymmetric padding",
      [1, 2, 4, 3],
      [2, 2, 3, 3],
      {
        strides: 2,
        padding: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    ["from one position", [3, 4, 1, 1], [4, 2, 3, 3]],
    ["one axis", [2, 2, 5], [2, 3, 4], { strides: 2, padding: 1, bias: 3 }],
    [
      "three axes",
      [1, 2, 2, 3, 2],
      [2, 2, 3, 2, 3],
      { strides: [1, 2, 2], padding: [1, 0, 1], outputPadding: [0, 0, 1] },
    ],
    ...[1, 2, 3, 4, 8].map((perGroup): Sketch => [
      `2 groups of ${perGroup}`,
      [1, 4, 3, 2],
      [4, perGroup, 2, 2],
      { groups: 2, strides: 2 },
    ]),
    ["4 inputs to 1 output a group", [1, 8, 3, 2], [8, 1, 3, 3], { groups: 2, strides: 2, padding: 1 }],
    ["depthwise", [2, 3, 3, 3], [3, 1, 3, 3], { groups: 3, strides: 2, padding: 1, outputPadding: 1 }],
    ["depthwise, multiplier 2, bias", [1, 3, 3, 3], [3, 2, 2, 2], { groups: 3, strides: 2, bias: 6 }],
  ];
  return sketches.map((sketch) => {
    const [, x, , options] = sketch;
    const outputPadding = perAxis("convTranspose", "outputPadding", options?.outputPadding ?? 0, x.length - 2, 0);
    const base = caseOf(sketch);
    return { ...base, attributes: { ...base.attributes, outputPadding } };
  });
}
