import {
  add,
  and,
  cast,
  concat,
  conv,
  equal,
  gather,
  iota,
  isNumeric,
  less,
  maximum,
  maxPool,
  mul,
  ndarray,
  not,
  numeric,
  numericShape,
  pad,
  positionsIn,
  reduceMax,
  reshape,
  reverse,
  sizeOf,
  slice,
  split,
  sub,
  tensor,
  transpose,
  where,
  type PrimitiveName,
  type Support,
  type Tensor,
} from "@blockzoo/core";
import { onnxLowerings, type AttributesOf, type Lowering, type LoweringContext, type Lowerings } from "@blockzoo/onnx";
import { scan } from "./unrolled-scan.js";

/*
 * What ONNX Runtime's WebGPU provider has no kernel for, or computes wrongly (1.30, found by running every op case with
 * `session.disable_cpu_ep_fallback`), written as ops that it does run. Only long loops are left to the host.
 */

const isInteger = ({ node }: Pick<LoweringContext, "node">) => node.inputs[0]!.dtype === "int32";

/** Neg has no kernel for integers. */
const neg: Lowering<AttributesOf<"neg">> = (context) =>
  isInteger(context) ? context.rewrite(([x]) => sub(0, x!)) : onnxLowerings.neg(context);

/** Abs has no kernel for integers. */
const abs: Lowering<AttributesOf<"abs">> = (context) =>
  isInteger(context) ? context.rewrite(([x]) => maximum(x!, sub(0, x!))) : onnxLowerings.abs(context);

/** Sign has no kernel. */
const sign: Lowering = (context) =>
  context.rewrite(([x]) => sub(cast(less(0, x!), x!.dtype), cast(less(x!, 0), x!.dtype)));

/** Or has no kernel. */
const or: Lowering = (context) => context.rewrite(([a, b]) => not(and(not(a!), not(b!))));

/** A shader has eight buffers where a device offers no more than WebGPU asks of it, and one is what is split. */
const mostPieces = 7;

/** Split writes all its pieces in one shader: many of them are cut in groups first. */
const splitRow: Lowering<AttributesOf<"split">> = (context) => {
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
const argMax: Lowering<AttributesOf<"argMax">> = (context) =>
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
const sliceRow: Lowering<AttributesOf<"slice">> = (context) => {
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
const gatherElements: Lowering<AttributesOf<"gatherElements">> = (context) => {
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

/**
 * MaxPool gives no indices: the switch of a window is the first of its taps that equals the largest element.
 */
const maxPoolRow: Lowering<AttributesOf<"maxPool">> = (context) => {
  if (!context.isUsed(1)) return onnxLowerings.maxPool(context);
  const { kernel, strides, dilations, padding } = context.attributes;
  const [{ shape: pooled }] = context.node.outputs as [Tensor];
  const spatial = [context.node.inputs[0]!.shape.slice(2), pooled.slice(2)];
  if (!spatial.every(isNumeric)) return context.refuse("the provider needs numbers as spatial sizes for switches");
  const [sizes, counts] = spatial as [number[], number[]];
  const planeStrides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)));
  const flat = (position: readonly number[]) =>
    position.reduce((total, at, axis) => total + at * planeStrides[axis]!, 0);
  return context.rewrite(([x]) => {
    const values = maxPool(x!, context.attributes);
    const framed = pad(
      x!,
      [
        [0, 0],
        [0, 0],
        ...sizes.map((size, axis) => {
          const before = padding[axis]![0];
          const reach = (counts[axis]! - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
          return [before, Math.max(0, reach - before - size)] as const;
        }),
      ],
      -Infinity,
    );
    const axes = sizes.map((_, axis) => axis + 2);
    const isLargest = (tap: readonly number[]) => {
      const starts = tap.map((at, axis) => at * dilations[axis]!);
      const ends = starts.map((start, axis) => start + (counts[axis]! - 1) * strides[axis]! + 1);
      return equal(slice(framed, { axes, starts, ends, steps: strides }), values);
    };
    const taps = positionsIn(kernel);
    const offset = (tap: readonly number[]) => flat(tap.map((at, axis) => at * dilations[axis]!));
    // From the last tap to the first, so that the first one stays.
    const places = taps.reduceRight<Tensor>(
      (chosen, tap) => where(isLargest(tap), offset(tap), chosen),
      tensor(ndarray(new Int32Array(1), [1, 1, ...sizes.map(() => 1)])),
    );
    const windows = Int32Array.from(positionsIn(counts), (position) =>
      flat(position.map((at, axis) => at * strides[axis]! - padding[axis]![0])),
    );
    return [values, add(places, tensor(ndarray(windows, counts)))];
  });
};

/**
 * Conv is wrong for 6, 9, 15 ... input channels, multiples of 3 but not of 4 (its kernel takes them three at a time, and is
 * right only where those are all): channels of zeros make them a multiple of 4. It is wrong for groups of 6 outputs, say, of
 * which two are 12: its kernel writes as many outputs at once as divide those of all groups together, here 4, and then some
 * of another group. Those are convolved each for itself, as are groups of volumes, which it does not have.
 */
const convRow: Lowering<AttributesOf<"conv">> = (context) => {
  const { groups, strides } = context.attributes;
  const [outputs, channels] = numericShape(context.node.inputs[1]!.shape, "the weight of conv") as [number, number];
  if (groups > 1 && (strides.length === 3 || writesOtherGroups(outputs, groups))) return convEachGroup(context);
  if (groups > 1 || channels === 3 || channels % 3 !== 0 || channels % 4 === 0) return onnxLowerings.conv(context);
  const missing = [0, 4 - (channels % 4)] as const;
  const widened = (x: Tensor) =>
    pad(
      x,
      x.shape.map((_, axis) => (axis === 1 ? missing : [0, 0])),
    );
  return context.rewrite(([x, weight, bias]) => conv(widened(x!), widened(weight!), { ...context.attributes, bias }));
};

/** How many outputs the kernel of Conv writes at once. */
const writtenAtOnce = (outputs: number) => [4, 2, 1].find((count) => outputs % count === 0)!;

/** Groups of fewer than four outputs are written one by one. */
function writesOtherGroups(outputs: number, groups: number): boolean {
  const perGroup = outputs / groups;
  return perGroup >= 4 && perGroup % writtenAtOnce(outputs) !== 0;
}

/** One convolution for each group. */
const convEachGroup: Lowering<AttributesOf<"conv">> = (context) =>
  context.rewrite(([x, weight, bias]) => {
    const { groups: parts } = context.attributes;
    const [images, weights] = [split(x!, { axis: 1, parts }), split(weight!, { axis: 0, parts })];
    const biases = bias && split(bias, { axis: 0, parts });
    const maps = images.map((image, group) =>
      conv(image, weights[group]!, { ...context.attributes, groups: 1, bias: biases?.[group] }),
    );
    return concat(maps, 1);
  });

/**
 * ConvTranspose fails with three spatial axes, and is wrong for groups with one output and several inputs: then it is the
 * convolution of x, with zeros between its elements, with the kernel backwards.
 */
const convTranspose: Lowering<AttributesOf<"convTranspose">> = (context) => {
  const { strides, dilations, padding, outputPadding, groups } = context.attributes;
  const [xType, weightType] = context.node.inputs as [Tensor, Tensor];
  const [channels, outputs, ...kernel] = numericShape(weightType.shape, "the weight of convTranspose") as [
    number,
    number,
    ...number[],
  ];
  const isWrong = groups > 1 && outputs === 1 && channels > groups;
  if (kernel.length < 3 && !isWrong) return onnxLowerings.convTranspose(context);
  const sizes = xType.shape.slice(2);
  if (!isNumeric(sizes)) return context.refuse("the provider needs numbers as spatial sizes for this one");
  return context.rewrite(([x, weight, bias]) => {
    const perGroup = channels / groups;
    const backwards = reverse(
      weight!,
      kernel.map((_, axis) => axis + 2),
    );
    const grouped = reshape(backwards, [groups, perGroup, outputs * sizeOf(kernel)]);
    const kernels = reshape(transpose(reshape(grouped, [groups, perGroup, outputs, sizeOf(kernel)]), [0, 2, 1, 3]), [
      groups * outputs,
      perGroup,
      ...kernel,
    ]);
    const apart = sizes.reduce((spread, _, axis) => zerosBetween(spread, axis + 2, strides[axis]!), x!);
    const pads = kernel.map((size, axis) => {
      const reach = (size - 1) * dilations[axis]!;
      const [before, after] = padding[axis]!;
      // The zeros after the last element are not between two.
      return [reach - before, reach - after + outputPadding[axis]! - (strides[axis]! - 1)] as const;
    });
    const framed = pad(apart, [[0, 0], [0, 0], ...pads]);
    return conv(framed, kernels, { bias, dilations, groups });
  });
};

/** Every element along an axis with `stride - 1` zeros after it. */
function zerosBetween(x: Tensor, axis: number, stride: number): Tensor {
  if (stride === 1) return x;
  const { shape } = x;
  const column = reshape(x, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
  const pads = column.shape.map((_, each) => [0, each === axis + 1 ? stride - 1 : 0] as const);
  return reshape(
    pad(column, pads),
    shape.map((size, each) => (each === axis ? (size as number) * stride : size)),
  );
}

export const webgpuLowerings: Lowerings<PrimitiveName> = {
  ...onnxLowerings,
  neg,
  abs,
  sign,
  or,
  argMax,
  slice: sliceRow,
  split: splitRow,
  gatherElements,
  conv: convRow,
  maxPool: maxPoolRow,
  convTranspose,
  scan,
};

/** What became of the rows that are not the common ones, for the table of what is supported. */
export const webgpuSupport: Partial<Record<PrimitiveName, Support>> = {
  neg: { decomposedFor: "int32" },
  abs: { decomposedFor: "int32" },
  sign: "decomposed",
  or: "decomposed",
  argMax: "decomposed",
  slice: { decomposedFor: "int32, and steps backwards that do not begin at the last element" },
  split: { decomposedFor: "more than 7 pieces" },
  gatherElements: { decomposedFor: "int32" },
  conv: { decomposedFor: "6, 9, 15 ... input channels, groups of volumes, and groups of 5, 6, 7, 9, 10 ... outputs" },
  maxPool: { decomposedFor: "switches" },
  convTranspose: { decomposedFor: "three spatial axes, and groups of several inputs with one output" },
  scan: "decomposed",
};

/**
 * BatchNormalization in training mode fails, LogSoftmax, LRN and MaxUnpool have no kernel, InstanceNormalization is wrong for
 * what groupNorm makes of groups, and not every release has the recurrent operators: their definitions run.
 */
export const webgpuLacks: readonly string[] = [
  "batchNormTraining",
  "groupNorm",
  "gru loop",
  "logSoftmax",
  "lrn",
  "lstm loop",
  "maxPoolGradient",
  "rnn loop",
];
