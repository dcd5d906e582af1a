import { product, sameShape, type Shape } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, emit, emitOne, type TensorLike } from "../graph/builder.js";
import { sizeOf } from "../ndarray.js";
import { describeType, type Tensor, type TensorType } from "../tensor.js";
import { defineOp, type OpCase } from "./define.js";
import { scatterElementsAdd } from "./indexing.js";
import { reduceMean } from "./reduce.js";
import { reshape } from "./shape.js";
import {
  averageCounts,
  checkPoolPadding,
  forEachPlane,
  normalizeWindow,
  runLength,
  windowOutput,
  type Padding,
  type PerAxis,
  type Window,
} from "./window.js";

export type MaxPoolAttributes = Window & { readonly ceilMode: boolean };

export type AveragePoolAttributes = Window & {
  readonly ceilMode: boolean;
  /** Whether zeros of the padding count as elements of the average. */
  readonly countIncludePad: boolean;
};

export const maxPoolOp = defineOp<MaxPoolAttributes>({
  name: "maxPool",
  doc: "The largest element of each window of x [N,C,...] and, as int32, its flat index in the spatial plane of x: its switch. The first maximum in row-major order wins; padding counts as -infinity. ONNX MaxPool.",
  infer([x], attributes) {
    checkPoolInput("maxPool", x!, attributes);
    const shape = [...x!.shape.slice(0, 2), ...windowOutput("maxPool", x!, attributes, attributes.ceilMode)];
    return [
      { dtype: "float32", shape },
      { dtype: "int32", shape },
    ];
  },
  evaluate([x], attributes, [output]) {
    const values = new Float64Array(sizeOf(output!.shape)).fill(-Infinity);
    const switches = new Int32Array(values.length).fill(-1);
    forEachPlane(attributes, x!, output!, (largeBase, smallBase, runs, step) => {
      for (let run = 0; run < runs.length; run += runLength) {
        let index = runs[run + 1]!;
        const start = smallBase + runs[run + 2]!;
        const end = start + runs[run + 3]!;
        for (let at = start; at < end; at++, index += step) {
          const value = x!.data[largeBase + index]!;
          if (switches[at] === -1) switches[at] = index;
          if (value > values[at]!) {
            values[at] = value;
            switches[at] = index;
          }
        }
      }
    });
    return [
      { ...output!, data: values },
      { dtype: "int32", shape: output!.shape, data: switches },
    ];
  },
  cases: maxPoolCases,
});

export const averagePoolOp = defineOp<AveragePoolAttributes>({
  name: "averagePool",
  doc: "The average of each window of x [N,C,...]; zeros of the padding count where countIncludePad is set, positions beyond it never. ONNX AveragePool.",
  infer([x], attributes) {
    checkPoolInput("averagePool", x!, attributes);
    const shape = [...x!.shape.slice(0, 2), ...windowOutput("averagePool", x!, attributes, attributes.ceilMode)];
    return [{ dtype: "float32", shape }];
  },
  evaluate([x], attributes, [output]) {
    const data = new Float64Array(sizeOf(output!.shape));
    forEachPlane(attributes, x!, output!, (largeBase, smallBase, runs, step) => {
      for (let run = 0; run < runs.length; run += runLength) {
        let from = largeBase + runs[run + 1]!;
        const start = smallBase + runs[run + 2]!;
        const end = start + runs[run + 3]!;
        for (let at = start; at < end; at++, from += step) data[at]! += x!.data[from]!;
      }
    });
    const counts = averageCounts(attributes, x!.shape.slice(2), output!.shape.slice(2));
    for (let at = 0; at < data.length; at++) data[at]! /= counts[at % counts.length]!;
    return [{ ...output!, data }];
  },
  linear: [0],
  cases: averagePoolCases,
});

function checkPoolInput(op: string, x: TensorType, window: Window): void {
  const rank = x.shape.length;
  check(
    x.dtype === "float32" && rank >= 3 && rank <= 5,
    () => `${op} expects float32[N,C,...] with 1 to 3 spatial axes, got ${describeType(x)}`,
  );
  const { kernel, strides, dilations, padding } = window;
  check(
    [kernel, strides, dilations, padding].every((list) => list.length === rank - 2),
    () =>
      `${op}: kernel, strides, dilations and padding need one entry for each of the ${rank - 2} spatial axes of ${describeType(x)}`,
  );
  checkPoolPadding(op, x, window);
}

export interface PoolOptions {
  readonly kernel: PerAxis;
  /** Default: the kernel, so that windows tile the input. */
  readonly strides?: PerAxis | undefined;
  readonly padding?: Padding | undefined;
  /** Whether a last window may hang over the end, as PyTorch has it; default false. */
  readonly ceilMode?: boolean | undefined;
}

export interface MaxPoolOptions extends PoolOptions {
  readonly dilations?: PerAxis | undefined;
}

/**
 * The largest element of each window. Shapes: `[N, C, ...] -> [N, C, ...]` with 1 to 3 spatial axes of sizes
 * `floor((size + before + after - dilation*(kernel-1) - 1) / stride) + 1`. Padding counts as -infinity and is at most half
 * of the kernel; NaN is passed over. Options are a number for all axes, a list with one entry for each, for padding also
 * [before, after] pairs. The gradient goes to the first maximum of each window.
 *
 * @example maxPool(x, { kernel: 3, strides: 2, padding: 1 })
 */
export function maxPool(x: TensorLike, options: MaxPoolOptions): Tensor {
  return maxPoolWithSwitches(x, options).values;
}

/**
 * {@link maxPool} together with its switches: the place of each maximum, an int32 index in the row-major plane of the
 * spatial axes of x (Zeiler & Fergus 2014, section 2.1; PyTorch's `return_indices`). For {@link maxUnpool}.
 */
export function maxPoolWithSwitches(x: TensorLike, options: MaxPoolOptions): { values: Tensor; switches: Tensor } {
  const { input, window } = prepare("maxPool", x, options);
  const [values, switches] = emit(maxPoolOp, [input], { ...window, ceilMode: options.ceilMode ?? false });
  return { values: values!, switches: switches! };
}

/**
 * Puts every value at its switch in planes of zeros: `[N, C, ...] -> [N, C, ...outputShape]`. Values with the same switch,
 * which overlapping windows give, add up.
 *
 * @param options.outputShape spatial sizes of the result, those of the input of the pool
 */
export function maxUnpool(
  values: TensorLike,
  switches: Tensor,
  { outputShape }: { readonly outputShape: Shape },
): Tensor {
  const input = currentBuilder("maxUnpool(...)").adopt(values);
  check(
    sameShape(input.shape, switches.shape) && input.rank === outputShape.length + 2,
    () =>
      `maxUnpool expects values and switches of one shape [N,C,...] and ${input.rank - 2} output sizes, got ${describeType(input)}, ${describeType(switches)} and [${outputShape}]`,
  );
  const lead = input.shape.slice(0, 2);
  const flat = [...lead, product(input.shape.slice(2))];
  const planes = scatterElementsAdd(reshape(switches, flat), reshape(input, flat), {
    shape: [...lead, product(outputShape)],
    axis: 2,
  });
  return reshape(planes, [...lead, ...outputShape]);
}

/**
 * The average of each window; shapes and options as for {@link maxPool}, without dilation.
 *
 * @param options.countIncludePad whether the zeros of the padding count as elements; default true, as in PyTorch
 * @example averagePool(x, { kernel: 2 })
 */
export function averagePool(
  x: TensorLike,
  options: PoolOptions & { readonly countIncludePad?: boolean | undefined },
): Tensor {
  const { input, window } = prepare("averagePool", x, options);
  const { ceilMode = false, countIncludePad = true } = options;
  return emitOne(averagePoolOp, [input], { ...window, ceilMode, countIncludePad });
}

/** The average over all spatial axes (Lin et al. 2013, section 3.2): `[N, C, ...] -> [N, C]`, or `[N, C, 1, ...]` with keepDimensions. */
export function globalAveragePool(x: TensorLike, options: { readonly keepDimensions?: boolean } = {}): Tensor {
  const input = currentBuilder("globalAveragePool(...)").adopt(x);
  check(input.rank >= 3, () => `globalAveragePool expects [N,C,...] with spatial axes, got ${describeType(input)}`);
  const axes = input.shape.map((_, axis) => axis).slice(2);
  return reduceMean(input, { axes, keepDimensions: options.keepDimensions ?? false });
}

function prepare(op: string, x: TensorLike, options: MaxPoolOptions): { input: Tensor; window: Window } {
  const input = currentBuilder(`${op}(...)`).adopt(x);
  const { kernel, strides = kernel, padding, dilations } = options;
  return { input, window: normalizeWindow(op, Math.max(0, input.rank - 2), kernel, { strides, padding, dilations }) };
}

type Sketch<Options> = readonly [name: string, x: readonly number[], options: Options];

function maxPoolCases(): OpCase<MaxPoolAttributes>[] {
  const sketches: Sketch<MaxPoolOptions>[] = [
    ["2x2", [2, 2, 4, 6], { kernel: 2 }],
    ["2x2, input not a multiple", [1, 3, 5, 7], { kernel: 2 }],
    ["overlapping 3/2", [2, 2, 7, 5], { kernel: 3, strides: 2 }],
    ["overlapping 3/2, padding 1", [1, 2, 6, 8], { kernel: 3, strides: 2, padding: 1 }],
    ["3/1, padding 1", [1, 4, 4, 5], { kernel: 3, strides: 1, padding: 1 }],
    ["3/2, ceil mode", [1, 2, 6, 8], { kernel: 3, strides: 2, ceilMode: true }],
    ["2x2, ceil mode, padding", [1, 2, 5, 6], { kernel: 2, padding: 1, ceilMode: true }],
    ["ceil mode that drops a window", [1, 2, 5, 4], { kernel: 1, strides: 3, ceilMode: true }],
    ["ceil mode, smaller than the kernel", [1, 2, 2, 2], { kernel: 3, strides: 2, ceilMode: true }],
    [
      "asymmetric padding",
      [1, 2, 4, 5],
      {
        kernel: [2, 3],
        strides: 2,
        padding: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    ["dilation 2", [1, 2, 6, 7], { kernel: 2, strides: 1, dilations: 2 }],
    ["dilation 2, stride 2, padding 1", [1, 2, 7, 6], { kernel: 3, strides: 2, dilations: 2, padding: 1 }],
    ["stride larger than the kernel", [1, 2, 7, 8], { kernel: 2, strides: 3 }],
    ["one axis", [2, 3, 9], { kernel: 3, strides: 2, padding: 1 }],
    ["three axes", [1, 2, 4, 4, 4], { kernel: 2 }],
    ["three axes, overlapping", [1, 1, 3, 5, 5], { kernel: [2, 3, 3], strides: [1, 2, 2], padding: [1, 1, 0] }],
    ["8 channels", [1, 8, 3, 4], { kernel: 2, strides: 1 }],
  ];
  const cases = sketches.map(([name, shape, { kernel, strides = kernel, ceilMode = false, ...rest }]) => ({
    name,
    inputs: [{ shape, distinct: true }],
    attributes: { ...normalizeWindow("maxPool", shape.length - 2, kernel, { strides, ...rest }), ceilMode },
  }));
  const ties = { shape: [1, 1, 4, 4], values: [1, 1, 2, 0, 1, 1, 2, 2, 0, 3, -1, -1, 3, 3, -1, -1] };
  return [
    ...cases,
    { name: "ties go to the first", inputs: [ties], attributes: cases[0]!.attributes, gradient: false },
  ];
}

function averagePoolCases(): OpCase<AveragePoolAttributes>[] {
  const sketches: Sketch<Parameters<typeof averagePool>[1]>[] = [
    ["2x2", [2, 2, 4, 6], { kernel: 2 }],
    ["2x2, input not a multiple", [1, 3, 5, 7], { kernel: 2 }],
    ["2x2, padding 1", [1, 2, 4, 5], { kernel: 2, padding: 1 }],
    ["2x2, padding 1, not counted", [1, 2, 4, 5], { kernel: 2, padding: 1, countIncludePad: false }],
    ["overlapping 3/2", [2, 2, 7, 5], { kernel: 3, strides: 2 }],
    ["3/1, padding 1", [1, 4, 4, 5], { kernel: 3, strides: 1, padding: 1 }],
    ["3/1", [1, 2, 5, 4], { kernel: 3, strides: 1 }],
    [
      "even kernels, asymmetric padding",
      [1, 2, 4, 5],
      {
        kernel: [2, 4],
        strides: 1,
        padding: [
          [1, 0],
          [2, 1],
        ],
      },
    ],
    ["3/1, padding 1, not counted", [1, 4, 4, 5], { kernel: 3, strides: 1, padding: 1, countIncludePad: false }],
    ["3/2, ceil mode", [1, 2, 6, 8], { kernel: 3, strides: 2, ceilMode: true }],
    ["3/2, ceil mode, padding 1", [1, 2, 6, 7], { kernel: 3, strides: 2, padding: 1, ceilMode: true }],
    [
      "3/2, ceil mode, padding 1, not counted",
      [1, 2, 6, 7],
      { kernel: 3, strides: 2, padding: 1, ceilMode: true, countIncludePad: false },
    ],
    ["2x2, ceil mode", [1, 2, 5, 6], { kernel: 2, ceilMode: true }],
    ["ceil mode, smaller than the kernel", [1, 2, 2, 4], { kernel: 3, strides: 2, ceilMode: true }],
    [
      "ceil mode, smaller than the kernel, padding, not counted",
      [1, 2, 1, 2],
      { kernel: 4, strides: 3, padding: 1, ceilMode: true, countIncludePad: false },
    ],
    [
      "asymmetric padding",
      [1, 2, 4, 5],
      {
        kernel: [2, 3],
        strides: [2, 1],
        padding: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    ["stride larger than the kernel", [1, 2, 8, 9], { kernel: 2, strides: 3 }],
    ["one axis", [2, 3, 9], { kernel: 3, strides: 2, padding: 1 }],
    ["three axes", [1, 2, 4, 4, 4], { kernel: 2 }],
    ["three axes, overlapping", [1, 1, 3, 5, 5], { kernel: [2, 3, 3], strides: [1, 2, 2], padding: [1, 1, 0] }],
  ];
  return sketches.map(
    ([name, shape, { kernel, strides = kernel, padding, ceilMode = false, countIncludePad = true }]) => {
      const window = normalizeWindow("averagePool", shape.length - 2, kernel, { strides, padding });
      return { name, inputs: [{ shape }], attributes: { ...window, ceilMode, countIncludePad } };
    },
  );
}
