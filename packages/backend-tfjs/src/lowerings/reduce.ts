import type { AttributesOf, Lowered, Lowering, LoweringContext } from "../lowering.js";

/** A kernel that reduces x along several axes. */
function reduction(kernel: string, attribute = "axis"): Lowering<AttributesOf<"reduceSum">> {
  return (context) => reduced(context, kernel, context.attributes.axes, (axes) => ({ [attribute]: axes }));
}

function reduced(
  context: LoweringContext,
  kernel: string,
  graphAxes: readonly number[],
  attributesOf: (axes: readonly number[]) => object,
): Lowered {
  const { plan } = context;
  const { dtype, shape } = context.type();
  const placed = context.placedOf(0);
  const isLast = placed.plain === undefined;
  const x = (placed.plain ?? placed.channelsLast)!;
  const graphOf = isLast ? [0, 2, 3, 1] : x.shape.map((_, axis) => axis);
  const axes = graphOf.flatMap((axis, index) => (graphAxes.includes(axis) ? [index] : []));
  if (axes.every((axis) => x.shape[axis] === 1 && dtype === x.dtype && kernel !== "ArgMax")) {
    return plan.reshape(context.input(0), shape);
  }
  const left = graphOf.flatMap((axis, index) => (axes.includes(index) ? [] : [axis]));
  const sizes = graphOf.flatMap((_, index) => (axes.includes(index) ? [] : [x.shape[index]!]));
  const merged = mergedAxes(x.shape, axes);
  const rows = plan.reshape(x, merged.shape);
  const attributes = { ...attributesOf(merged.axes), keepDims: false };
  const kept = merged.shape.filter((_, axis) => !merged.axes.includes(axis));
  const result = plan.reshape(plan.call(kernel, { x: rows }, attributes, { dtype, shape: kept }), sizes);
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

export const reduceSum = reduction("Sum");
export const reduceMean = reduction("Mean");
export const reduceMax = reduction("Max", "reductionIndices");

export const argMax: Lowering<AttributesOf<"argMax">> = (context) =>
  reduced(context, "ArgMax", [context.attributes.axis], ([axis]) => ({ axis }));
