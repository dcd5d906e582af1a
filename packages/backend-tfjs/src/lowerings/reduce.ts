import { ndarray } from "@blockzoo/core";
import type { AttributesOf, Lowered, Lowering, LoweringContext } from "../lowering.js";
import type { Plan, Value } from "../plan.js";

/** What reduces some axes of a value away; the rest has a shape. */
type Reduction = (plan: Plan, x: Value, axes: readonly number[], shape: readonly number[]) => Value;

/** Kernels of some devices move axes. */
const byKernel =
  (kernel: string, attribute = "axis"): Reduction =>
  (plan, x, axes, shape) => {
    const movable = plan.movable(x);
    const attributes = { [attribute]: axes, keepDims: false };
    return plan.converted(plan.call(kernel, { x: movable }, attributes, { dtype: movable.dtype, shape }), x.dtype);
  };

const sum = pooledFirst("Sum");
const mean = pooledFirst("Mean");
const max = byKernel("Max", "reductionIndices");

/** Elements from which on pools are worth their calls. */
const worthPooling = 1024;

/**
 * On wasm, of the leading one of two axes, averages of pools before the kernel: it moves that axis to the end and adds one number at
 * a time, and takes 20 to 40 times as long as a pool over whole rows. Pools hold powers of two, by which is divided exactly, so that
 * a sum of whole numbers stays one; two small ones after each other are nearer to the true sum than one large one.
 */
function pooledFirst(kernel: "Sum" | "Mean"): Reduction {
  const rest = byKernel(kernel);
  return (plan, x, axes, shape) => {
    const [rows, columns] = x.shape as [number, number];
    const isLeading = x.shape.length === 2 && axes.length === 1 && axes[0] === 0;
    if (plan.host.device !== "wasm" || !isLeading || x.dtype !== "float32" || rows * columns < worthPooling) {
      return rest(plan, x, axes, shape);
    }
    const power = exponentOfTwo(rows);
    const [first, second] = [2 ** Math.ceil(power / 2), 2 ** Math.floor(power / 2)];
    const pools = averagesOfPools(plan, averagesOfPools(plan, x, first), second);
    const left = rows / (first * second);
    const reducedRest = left === 1 ? plan.reshape(pools, shape) : rest(plan, pools, axes, shape);
    if (kernel === "Mean" || power === 0) return reducedRest;
    return plan.call("Multiply", { a: reducedRest, b: plan.scalar(first * second) }, {}, reducedRest);
  };
}

/** How often a number can be halved. */
function exponentOfTwo(size: number): number {
  return 31 - Math.clz32(size & -size);
}

/** Of `size` neighbouring rows each. */
function averagesOfPools(plan: Plan, x: Value, size: number): Value {
  if (size === 1) return x;
  const [rows, columns] = x.shape as [number, number];
  const pools = plan.reshape(x, [rows / size, size, 1, columns]);
  const attributes = { filterSize: [size, 1], strides: [1, 1], pad: "valid", dimRoundingMode: undefined };
  const type = { dtype: "float32", shape: [rows / size, 1, 1, columns] } as const;
  return plan.reshape(plan.call("AvgPool", { x: pools }, attributes, type), [rows / size, columns]);
}

/** From how many elements on ArgMax of WebGPU shares them out, and then takes any of equal ones. */
const sharedElements = 32;

const firstOfLargest: Reduction = (plan, x, axes, shape) => {
  const values = plan.movable(x);
  const axis = axes[0]!;
  const size = x.shape[axis]!;
  if (plan.host.device !== "webgpu" || size < sharedElements)
    return plan.call("ArgMax", { x: values }, { axis }, { dtype: "int32", shape });
  // The first place that holds the largest value has the largest distance from the end.
  const sizesAlong = x.shape.map((_, each) => (each === axis ? size : 1));
  const fromEnd = plan.constant(
    ndarray(
      Float32Array.from({ length: size }, (_, at) => size - at),
      sizesAlong,
    ),
  );
  const sizesAcross = x.shape.map((each, at) => (at === axis ? 1 : each));
  const largest = plan.reshape(max(plan, values, axes, shape), sizesAcross);
  const isLargest = plan.call("Equal", { a: values, b: largest }, {}, { dtype: "bool", shape: x.shape });
  const distances = plan.call("Multiply", { a: plan.converted(isLargest, "float32"), b: fromEnd }, {}, values);
  const distance = max(plan, distances, axes, shape);
  return plan.converted(plan.call("Sub", { a: plan.scalar(size), b: distance }, {}, distance), "int32");
};

function reduced(context: LoweringContext, reduction: Reduction, graphAxes: readonly number[]): Lowered {
  const { plan } = context;
  const { shape } = context.type();
  const placed = context.placedOf(0);
  const isLast = placed.plain === undefined;
  const x = (placed.plain ?? placed.channelsLast)!;
  const graphOf = isLast ? [0, 2, 3, 1] : x.shape.map((_, axis) => axis);
  const axes = graphOf.flatMap((axis, index) => (graphAxes.includes(axis) ? [index] : []));
  if (axes.every((axis) => x.shape[axis] === 1 && reduction !== firstOfLargest)) {
    return plan.reshape(context.input(0), shape);
  }
  const left = graphOf.flatMap((axis, index) => (axes.includes(index) ? [] : [axis]));
  const sizes = graphOf.flatMap((_, index) => (axes.includes(index) ? [] : [x.shape[index]!]));
  const merged = mergedAxes(x.shape, axes);
  const rows = plan.reshape(x, merged.shape);
  const kept = merged.shape.filter((_, axis) => !merged.axes.includes(axis));
  const result = plan.reshape(reduction(plan, rows, merged.axes, kept), sizes);
  // What is left of [N,H,W,C] may have to change places to be what the graph calls the result.
  const order = left.map((_, index) => left.indexOf(left.toSorted((a, b) => a - b)[index]!));
  return plan.reshape(plan.transpose(result, order), shape);
}

/** Neighbours that are all reduced, or all kept, as one axis: kernels know few axes well, and are faster with fewer. */
function mergedAxes(shape: readonly number[], axes: readonly number[]): { shape: number[]; axes: number[] } {
  const merged: number[] = [];
  const reducedAxes: number[] = [];
  let before: boolean | undefined;
  shape.forEach((size, axis) => {
    const isReduced = axes.includes(axis);
    if (isReduced === before) merged[merged.length - 1]! *= size;
    else {
      if (isReduced) reducedAxes.push(merged.length);
      merged.push(size);
    }
    before = isReduced;
  });
  return { shape: merged, axes: reducedAxes };
}

const along =
  (reduction: Reduction): Lowering<AttributesOf<"reduceSum">> =>
  (context) =>
    reduced(context, reduction, context.attributes.axes);

export const reduceSum = along(sum);
export const reduceMean = along(mean);
export const reduceMax = along(max);
export const argMax: Lowering<AttributesOf<"argMax">> = (context) =>
  reduced(context, firstOfLargest, [context.attributes.axis]);
