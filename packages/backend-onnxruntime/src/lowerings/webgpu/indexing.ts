import {
  add,
  equal,
  gather,
  iota,
  mul,
  ndarray,
  numeric,
  numericShape,
  reduceMax,
  reshape,
  reverse,
  sizeOf,
  slice,
  split,
  sub,
  tensor,
  where,
} from "@blockzoo/core";
import { onnxLowerings, type AttributesOf, type Lowering } from "@blockzoo/onnx";
import { isInteger } from "./elementwise.js";

/** A shader has eight buffers where a device offers no more than WebGPU asks of it, and one is what is split. */
const mostPieces = 7;

/** Split writes all its pieces in one shader: many of them are cut in groups first. */
export const splitRow: Lowering<AttributesOf<"split">> = (context) => {
  const { axis, sizes } = context.attributes;
  if (sizes.length <= mostPieces) return onnxLowerings.split(context);
  const inGroup = Math.ceil(sizes.length / mostPieces);
  const groups = Array.from({ length: Math.ceil(sizes.length / inGroup) }, (_, group) =>
    sizes.slice(group * inGroup, (group + 1) * inGroup),
  );
  return context.rewrite(([x]) => {
    const sums = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
    const parts = split(x!, { axis, sizes: sums });
    return groups.flatMap((group, index) => split(parts[index]!, { axis, sizes: group }));
  });
};

/** ArgMax has no kernel: the first place that holds the largest value has the largest distance from the end. */
export const argMax: Lowering<AttributesOf<"argMax">> = (context) =>
  context.rewrite(([x]) => {
    const { axis, keepDimensions } = context.attributes;
    const length = x!.shape[axis]!;
    if (typeof length !== "number") return context.refuse(`the provider needs a number as the size of axis ${axis}`);
    const fromEnd = reshape(
      sub(length, iota(length)),
      x!.shape.map((_, each) => (each === axis ? length : 1)),
    );
    const isLargest = equal(x!, reduceMax(x!, { axes: [axis], keepDimensions: true }));
    return sub(length, reduceMax(where(isLargest, fromEnd, 0), { axes: [axis], keepDimensions }));
  });

/**
 * Slice has no kernel for integers, which are gathered; and going backwards it begins at the last element whatever its start
 * is, so that elements are taken forwards, and then all reversed.
 */
export const sliceRow: Lowering<AttributesOf<"slice">> = (context) => {
  const { axes, starts, steps } = context.attributes;
  const backwards = axes.filter((_, index) => steps[index]! < 0);
  if (backwards.length === 0 && !isInteger(context)) return onnxLowerings.slice(context);
  const sizes = context.node.inputs[0]!.shape;
  const ranges = axes.map((axis, index) => {
    const size = numeric(sizes[axis]!, "slice on WebGPU");
    const count = numeric(context.output.shape[axis]!, "slice on WebGPU");
    const step = steps[index]!;
    const start = starts[index]! < 0 ? starts[index]! + size : starts[index]!;
    const first = Math.min(Math.max(start, 0), step < 0 ? size - 1 : size);
    return { axis, first, count, step, isRight: step > 0 || first === size - 1 };
  });
  if (!isInteger(context) && ranges.every(({ isRight }) => isRight)) return onnxLowerings.slice(context);
  return context.rewrite(([x]) => {
    if (isInteger(context)) {
      return ranges.reduce((taken, { axis, first, count, step }) => {
        const places = Array.from({ length: count }, (_, index) => first + index * step);
        return gather(taken, tensor(ndarray(places, [count], "int32")), { axis });
      }, x!);
    }
    const forwards = slice(x!, {
      axes,
      starts: ranges.map(({ first, count, step }) => (step < 0 ? first + (count - 1) * step : first)),
      ends: ranges.map(({ first, count, step }) => (step < 0 ? first : first + (count - 1) * step) + 1),
      steps: steps.map(Math.abs),
    });
    return reverse(forwards, backwards);
  });
};

/** GatherElements has no kernel for integers: gather from the tensor as a list, by the places in it. */
export const gatherElements: Lowering<AttributesOf<"gatherElements">> = (context) => {
  if (!isInteger(context)) return onnxLowerings.gatherElements(context);
  const { axis } = context.attributes;
  return context.rewrite(([x, indices]) => {
    const sizes = numericShape(x!.shape, "gatherElements on WebGPU");
    const shape = numericShape(indices!.shape, "gatherElements on WebGPU");
    const strides = sizes.map((_, each) => sizeOf(sizes.slice(each + 1)));
    const others = Int32Array.from({ length: sizeOf(shape) }, (_, place) =>
      shape.reduce((total, size, each) => {
        const position = Math.floor(place / sizeOf(shape.slice(each + 1))) % size;
        return each === axis ? total : total + position * strides[each]!;
      }, 0),
    );
    const places = add(mul(indices!, strides[axis]!), tensor(ndarray(others, shape)));
    return gather(reshape(x!, [sizeOf(sizes)]), places);
  });
};
