import { numeric, product, type Shape } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, emitOne, type TensorLike } from "../graph/builder.js";
import { stridesOf, type DType } from "../ndarray.js";
import { describeType, type Tensor, type TensorType } from "../tensor.js";
import { offsets } from "./broadcast.js";
import { defineOp, type OpCase, type OpDefinition } from "./define.js";
import { div, neg, square, sub } from "./elementwise.js";
import { checkDType, normalizeAxes, normalizeAxis, storageFor } from "./result.js";

/** Axes are counted from the front and ascend; an empty list reduces nothing. Kept axes have size 1. */
export type ReduceAttributes = { readonly axes: readonly number[]; readonly keepDimensions: boolean };

interface ReduceRow {
  readonly name: string;
  readonly doc: string;
  readonly dtypes: readonly DType[];
  /** The value of one result from the elements at `base + steps[i]`; `steps` is never empty. */
  compute(data: ArrayLike<number>, base: number, steps: Int32Array): number;
  /** The value of a result to which no elements contribute; undefined where there is none. */
  readonly empty?: number;
  readonly linear?: readonly number[];
  readonly distinct?: true;
  readonly extraCases?: readonly OpCase<ReduceAttributes>[];
}

function reduction(row: ReduceRow): OpDefinition<ReduceAttributes> {
  const { name, doc, dtypes, compute, empty, linear } = row;
  return defineOp<ReduceAttributes>({
    name,
    doc,
    infer([x], { axes, keepDimensions }) {
      checkDType(name, x!, dtypes);
      if (empty === undefined) checkNotEmpty(name, x!, axes);
      return [{ dtype: x!.dtype, shape: reducedShape(x!.shape, axes, keepDimensions) }];
    },
    evaluate([x], { axes }, [output]) {
      const data = storageFor(output!);
      const { bases, steps } = reductionOffsets(x!.shape, axes);
      for (let i = 0; i < data.length; i++) {
        data[i] = steps.length === 0 ? empty! : compute(x!.data, bases[i]!, steps);
      }
      return [{ ...output!, data }];
    },
    ...(linear && { linear }),
    cases: () => reduceCases(row),
  });
}

function reduceCases({ dtypes, distinct, extraCases = [] }: ReduceRow): OpCase<ReduceAttributes>[] {
  const input = (shape: readonly number[]) => ({ shape, ...(distinct && { distinct }) });
  const one = (name: string, shape: readonly number[], axes: readonly number[], keepDimensions = false) => ({
    name,
    inputs: [input(shape)],
    attributes: { axes, keepDimensions },
  });
  const cases: OpCase<ReduceAttributes>[] = [
    one("all axes of a matrix", [2, 3], [0, 1]),
    one("rows", [4, 3], [1]),
    one("columns, kept", [4, 3], [0], true),
    one("spatial axes", [2, 3, 2, 4], [2, 3]),
    one("all but the channels, kept", [2, 3, 2, 2], [0, 2, 3], true),
    one("a middle axis", [2, 3, 4], [1]),
    one("axes of size 1", [1, 3, 1], [0, 2]),
    one("no axes", [2, 3], []),
    one("a scalar", [], []),
    ...extraCases,
  ];
  if (dtypes.includes("int32")) {
    const whole = { dtype: "int32", range: [-9, 10] } as const;
    const attributes = { axes: [1], keepDimensions: false };
    cases.push(
      { name: "int32", inputs: [{ shape: [2, 4], ...whole }], attributes, gradient: false },
      { name: "int32, a middle axis", inputs: [{ shape: [2, 4, 3], ...whole }], attributes, gradient: false },
    );
  }
  return cases;
}

function checkNotEmpty(name: string, x: TensorType, axes: readonly number[]): void {
  check(
    axes.every((axis) => x.shape[axis] !== 0),
    () => `${name}: there is no element to choose in ${describeType(x)}`,
  );
}

function reducedShape(shape: Shape, axes: readonly number[], keepDimensions: boolean): Shape {
  check(
    axes.every((axis) => axis >= 0 && axis < shape.length),
    () => `the axes [${axes}] do not exist in a tensor of shape [${shape}]`,
  );
  return shape.flatMap((size, axis) => (!axes.includes(axis) ? [size] : keepDimensions ? [1] : []));
}

/** `bases`: one offset for each result, in its order; `steps`: what to add for each element that contributes to it. */
function reductionOffsets(shape: readonly number[], axes: readonly number[]): { bases: Int32Array; steps: Int32Array } {
  const strides = stridesOf(shape);
  const along = (chosen: boolean) => {
    const picked = shape.map((_, axis) => axis).filter((axis) => axes.includes(axis) === chosen);
    return offsets(
      picked.map((axis) => shape[axis]!),
      picked.map((axis) => strides[axis]!),
    );
  };
  return { bases: along(false), steps: along(true) };
}

export const reduceSumOp = reduction({
  name: "reduceSum",
  doc: "The sum over axes, float32 or int32; they disappear, or stay with size 1. ONNX ReduceSum.",
  dtypes: ["float32", "int32"],
  compute(data, base, steps) {
    let total = 0;
    for (let i = 0; i < steps.length; i++) total += data[base + steps[i]!]!;
    return total;
  },
  empty: 0,
  linear: [0],
});

export const reduceMeanOp = reduction({
  name: "reduceMean",
  doc: "The mean over axes; they disappear, or stay with size 1. ONNX ReduceMean.",
  dtypes: ["float32"],
  compute(data, base, steps) {
    let total = 0;
    for (let i = 0; i < steps.length; i++) total += data[base + steps[i]!]!;
    return total / steps.length;
  },
  linear: [0],
});

export const reduceMaxOp = reduction({
  name: "reduceMax",
  doc: "The greatest element over axes, float32 or int32; they disappear, or stay with size 1. Equal maxima share the gradient evenly. ONNX ReduceMax.",
  dtypes: ["float32", "int32"],
  compute(data, base, steps) {
    let best = data[base + steps[0]!]!;
    for (let i = 1; i < steps.length; i++) best = Math.max(best, data[base + steps[i]!]!);
    return best;
  },
  distinct: true,
  extraCases: [
    // Of two equal maxima, central differences see half a derivative each, which is what the gradient says.
    {
      name: "ties",
      inputs: [{ shape: [3, 3], values: [2, 2, 1, -1, -3, -1, 0, 1, 0.5] }],
      attributes: { axes: [1], keepDimensions: false },
      gradient: "first",
    },
  ],
});

export type ArgMaxAttributes = { readonly axis: number; readonly keepDimensions: boolean };

export const argMaxOp = defineOp<ArgMaxAttributes>({
  name: "argMax",
  doc: "The int32 position of the greatest element along an axis, of the first of equal ones; the axis disappears, or stays with size 1. ONNX ArgMax.",
  infer([x], { axis, keepDimensions }) {
    checkDType("argMax", x!, ["float32", "int32"]);
    checkNotEmpty("argMax", x!, [axis]);
    return [{ dtype: "int32", shape: reducedShape(x!.shape, [axis], keepDimensions) }];
  },
  evaluate([x], { axis }, [output]) {
    const data = storageFor(output!);
    const { bases, steps } = reductionOffsets(x!.shape, [axis]);
    for (let i = 0; i < data.length; i++) {
      const base = bases[i]!;
      let best = 0;
      for (let j = 1; j < steps.length; j++) {
        if (x!.data[base + steps[j]!]! > x!.data[base + steps[best]!]!) best = j;
      }
      data[i] = best;
    }
    return [{ ...output!, data }];
  },
  cases: () => [
    {
      name: "last axis",
      inputs: [{ shape: [4, 5], distinct: true }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
    {
      name: "first axis, kept",
      inputs: [{ shape: [4, 5], distinct: true }],
      attributes: { axis: 0, keepDimensions: true },
      gradient: false,
    },
    {
      name: "channels of four axes",
      inputs: [{ shape: [2, 3, 2, 2], distinct: true }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
    {
      name: "ties: the first wins",
      inputs: [{ shape: [3, 3], values: [1, 2, 2, 0, 0, 0, -1, -3, -1] }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
    {
      name: "an axis of size 1",
      inputs: [{ shape: [3, 1] }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
    {
      name: "int32",
      inputs: [{ shape: [2, 4], dtype: "int32", values: [1, 5, 5, 2, -4, -3, -9, -3] }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
    {
      name: "ties in a long row",
      inputs: [{ shape: [3, 90], dtype: "int32", range: [-2, 3] }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
    {
      name: "int32, a middle axis",
      inputs: [{ shape: [2, 4, 3], dtype: "int32", range: [-99, 99] }],
      attributes: { axis: 1, keepDimensions: false },
      gradient: false,
    },
  ],
});

/** Which axes a reduction runs over, and what becomes of them. */
export interface ReduceOptions {
  /** Negative axes count from the back. Default: all axes. An empty list reduces nothing. */
  readonly axes?: readonly number[];
  /** Keep the reduced axes with size 1, so that the result broadcasts against the operand. Default false. */
  readonly keepDimensions?: boolean;
}

function reduce(definition: OpDefinition<ReduceAttributes>, x: TensorLike, options: ReduceOptions): Tensor {
  const tensor = currentBuilder(`${definition.name}(...)`).adopt(x);
  const axes = reduceAxes(definition.name, tensor, options);
  return emitOne(definition, [tensor], { axes, keepDimensions: options.keepDimensions ?? false });
}

function reduceAxes(name: string, x: Tensor, options: ReduceOptions): readonly number[] {
  return options.axes === undefined ? x.shape.map((_, axis) => axis) : normalizeAxes(name, options.axes, x.rank);
}

/** How many elements of `x` one result is made of. */
function countOf(x: Tensor, axes: readonly number[], what: string): number {
  return numeric(product(axes.map((axis) => x.shape[axis]!)), what);
}

/**
 * The sum over axes, all by default, float32 or int32: `[2, 3, 4]` over axes `[0, -1]` gives `[3]`, or `[1, 3, 1]` with
 * `keepDimensions`.
 *
 * @example reduceSum(x, { axes: [-1] })
 */
export function reduceSum(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(reduceSumOp, x, options);
}

/** The mean over axes, all by default; shapes as for {@link reduceSum}. */
export function reduceMean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(reduceMeanOp, x, options);
}

/**
 * The greatest element over axes, all by default, float32 or int32; shapes as for {@link reduceSum}. Equal maxima share the
 * gradient evenly, as in PyTorch's `amax`.
 */
export function reduceMax(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(reduceMaxOp, x, options);
}

/** The smallest element over axes, as {@link reduceMax}. */
export function reduceMin(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return neg(reduceMax(neg(x), options));
}

/**
 * The int32 position of the greatest element along one axis, the last by default: `[N, C] -> [N]`. The first of equal ones
 * wins; there is no gradient.
 *
 * @example argMax(logits)   // the class of each row
 */
export function argMax(
  x: TensorLike,
  options: { readonly axis?: number; readonly keepDimensions?: boolean } = {},
): Tensor {
  const tensor = currentBuilder("argMax(...)").adopt(x);
  const axis = normalizeAxis("argMax", options.axis ?? -1, tensor.rank);
  return emitOne(argMaxOp, [tensor], { axis, keepDimensions: options.keepDimensions ?? false });
}

/**
 * The variance over axes, all by default: the sum of squared deviations from the mean, divided by the number of elements
 * less `correction`; shapes as for {@link reduceSum}. The default correction of 0 gives the variance of the values
 * themselves (batch normalisation), 1 the unbiased estimate from a sample.
 *
 * @example variance(x, { axes: [0, 2, 3], keepDimensions: true })   // float32[N,C,H,W] -> float32[1,C,1,1]
 */
export function variance(x: TensorLike, options: ReduceOptions & { readonly correction?: number } = {}): Tensor {
  const { correction = 0, keepDimensions = false } = options;
  const tensor = currentBuilder("variance(...)").adopt(x);
  const axes = reduceAxes("variance", tensor, options);
  const squares = square(sub(tensor, reduceMean(tensor, { axes, keepDimensions: true })));
  if (correction === 0) return reduceMean(squares, { axes, keepDimensions });
  const divisor = countOf(tensor, axes, "variance with a correction") - correction;
  check(
    divisor > 0,
    () => `variance: a correction of ${correction} needs more elements than ${describeType(tensor)} has`,
  );
  return div(reduceSum(squares, { axes, keepDimensions }), divisor);
}
