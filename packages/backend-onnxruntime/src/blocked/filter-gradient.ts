import { isNumeric, sizeOf, type Tensor } from "@blockzoo/core";
import { onnxPads, type AttributesOf, type Lowering, type LoweringContext, type Value } from "@blockzoo/onnx";
import { channelsLast } from "./channels-last.js";
import type { BlockedLayout } from "./layout.js";
import { moved, padded, reshaped } from "./moves.js";
import { blockedOperators } from "./operators.js";

/** The sizes of a filter gradient: lists have an entry for H and one for W. */
interface Problem extends AttributesOf<"conv"> {
  readonly kernel: readonly number[];
  /** Samples, with those of zeros that fill them up. */
  readonly batch: number;
  readonly channels: number;
  readonly outputs: number;
  /** Spatial sizes of x, and of dy. */
  readonly sizes: readonly number[];
  readonly windows: readonly number[];
}

/**
 * The gradient of a filter as one convolution, in which dy is the filter and the samples are the channels: a tap is the product
 * of dy with x moved by the tap, summed over samples, rows and columns. No tap is copied:
 *
 * - dy in blocks is such a filter as it lies there: where channels are fewer than those of a block, a convolution reads them as
 *   planes and its filters are `[O/c, n, H, W, c]`.
 * - x with its channels last, `[n, H, W C]`, is an image in which a step along W is one of C columns. Dilated by C, the filter
 *   steps along W, and the result has a column for each channel of each tap of a row.
 *
 * The runtime takes less planes than a block has, or whole blocks: samples of zeros fill up the last one, and samples are in
 * groups of less than a block each, whose results are added up.
 */
export function blockedFilterGradient(layout: BlockedLayout): Lowering {
  return (context) => {
    const problem = problemOf(layout, context);
    if (problem === undefined) return context.decompose();
    const groups = groupsOf(problem, layout.block);
    const { channels, outputs, kernel, strides, dilations, padding, sizes, windows } = problem;
    const [height, width] = kernel as [number, number];
    const filled = layout.filled(outputs);
    const row = width * channels;

    const top = padding[0]![0];
    const bottom = reach(problem, 0) - top - sizes[0]!;
    const attributes = {
      kernel_shape: windows,
      // Stride and dilation change places.
      strides: [dilations[0]!, 1],
      dilations: [strides[0]!, strides[1]! * channels],
      pads: [top, 0, Math.max(0, bottom), 0],
      group: groups,
    };
    const operands = [imageOf(layout, context, problem), filterOf(layout, context, problem, groups)];
    const shape = [1, groups * filled, height, row];
    const sums = context.emit(blockedOperators.conv, operands, attributes, { dtype: "float32", shape });
    const total = added(context, sums, groups);
    // [O/c, taps, C, c] with the taps last, moved in runs of a block.
    const apart = reshaped(context, total, [filled / layout.block, height * width, channels, layout.block]);
    const blocks = reshaped(context, moved(context, apart, [0, 2, 1, 3]), [1, filled, channels, height * width]);
    return reshaped(context, layout.plain(context, blocks, outputs), [outputs, channels, ...kernel]);
  };
}

/** The problem, where it can be written so, and where it is not a product of matrices: without taps, or for a single window. */
function problemOf(layout: BlockedLayout, context: LoweringContext): Problem | undefined {
  const [x, dy] = context.node.inputs as readonly [Tensor, Tensor];
  if (x.rank !== 4 || !isNumeric(x.shape) || context.emitter.scope.parent !== undefined) return undefined;
  const attributes = context.attributes as AttributesOf<"conv"> & { readonly kernel: readonly number[] };
  const [samples, channels, ...sizes] = x.shape as readonly [number, number, ...number[]];
  const [, outputs, ...windows] = dy.shape as readonly [number, number, ...number[]];
  const batch = samples < layout.block ? samples : layout.filled(samples);
  const isWritable = attributes.groups === 1 && attributes.dilations[1] === 1 && outputs >= fewestOutputs;
  const isProduct = [attributes.kernel, windows].some((counts) => counts.every((count) => count === 1));
  if (!isWritable || isProduct || batch > mostFilled * samples) return undefined;
  const problem = { ...attributes, batch, channels, outputs, sizes, windows };
  // Else windows end before x begins.
  return [0, 1].every((axis) => reach(problem, axis) > problem.padding[axis]![0]) ? problem : undefined;
}

/** With fewer outputs than these, most of a block is zeros. */
const fewestOutputs = 6;

/** With more samples of zeros than these, shifted copies are faster. */
const mostFilled = 1.3;

/** Pieces of work below which threads would wait for each other: a row of the result, of a group, of four blocks. */
const fewestPieces = 6;

/**
 * Into how many groups the samples go: few, since their results are added up, but enough for threads; less than a block in each.
 * Each sample is a group where results are next to nothing, as in a first layer: dy is then not moved at all.
 */
function groupsOf({ batch, channels, outputs, kernel, windows }: Problem, block: number): number {
  if (16 * channels * sizeOf(kernel) <= sizeOf(windows)) return batch;
  const pieces = Math.ceil(outputs / (4 * block)) * kernel[0]!;
  const isEnough = (groups: number) => batch / groups < block && groups * pieces >= fewestPieces;
  for (let groups = 1; groups < batch; groups++) if (batch % groups === 0 && isEnough(groups)) return groups;
  return batch;
}

/** How far the windows reach along an axis of the padded x. */
function reach({ kernel, windows, strides, dilations }: Problem, axis: number): number {
  return (windows[axis]! - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
}

/** x with channels last, its columns padded or cropped to what the windows see, without rows that none sees, and filled up. */
function imageOf(layout: BlockedLayout, context: LoweringContext, problem: Problem): Value {
  const { batch, channels, sizes, padding } = problem;
  const [bottom, right] = sizes.map((size, axis) => reach(problem, axis) - padding[axis]![0] - size) as [
    number,
    number,
  ];
  const left = padding[1]![0];
  const last = channelsLast(layout, context, 0, [left, Math.max(0, right)]);
  const shape = [batch, sizes[0]! + Math.min(0, bottom), left + sizes[1]! + right, channels];
  const [, rows, columns] = shape as [number, number, number, number];
  const pads = onnxPads(shape.map((size, axis) => [0, size - (last.shape[axis] as number)] as const));
  const isWhole = pads.every((pad) => pad === 0);
  const image = isWhole ? last : context.emit("Pad", [last, context.integers(pads)], {}, { dtype: "float32", shape });
  return reshaped(context, image, [1, batch, rows, columns * channels]);
}

/** dy in blocks, `[n, O/c, H, W, c]`, as the filters of groups of samples, `[groups, O/c, n/groups, H, W, c]`. */
function filterOf(layout: BlockedLayout, context: LoweringContext, problem: Problem, groups: number): Value {
  const { batch, windows } = problem;
  const dy = layout.input(context, 1);
  const blocks = padded(context, dy, dy.shape.with(0, batch) as readonly number[]);
  const filled = blocks.shape[1] as number;
  const [perGroup, perSample] = [batch / groups, filled / layout.block];
  const shape = [groups * filled, perGroup, ...windows];
  if (perGroup === 1 || perSample === 1) return reshaped(context, blocks, shape);
  const apart = reshaped(context, blocks, [groups, perGroup, perSample, layout.block * windows[0]! * windows[1]!]);
  return reshaped(context, moved(context, apart, [0, 2, 1, 3]), shape);
}

/** The sum of the groups' results, flat. */
function added(context: LoweringContext, sums: Value, groups: number): Value {
  if (groups === 1) return sums;
  const [, all, ...rest] = sums.shape as readonly [number, number, ...number[]];
  const size = (all / groups) * rest[0]! * rest[1]!;
  const apart = reshaped(context, sums, [groups, size]);
  return context.emit(
    "ReduceSum",
    [apart, context.integers([0])],
    { keepdims: 0 },
    { dtype: "float32", shape: [size] },
  );
}
