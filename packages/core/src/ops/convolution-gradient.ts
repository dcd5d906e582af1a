import { numericShape } from "../dimensions.js";
import { composite } from "../functions/composite.js";
import { emitOne } from "../graph/builder.js";
import { sizeOf } from "../ndarray.js";
import type { Tensor } from "../tensor.js";
import { convOp, convTransposeOp, type ConvAttributes } from "./convolution.js";
import { matMul } from "./matmul.js";
import { placeInRows } from "./place-in-rows.js";
import { reduceSum } from "./reduce.js";
import { concat, expand, pad, reshape, reverse, slice, transpose } from "./shape.js";
import { extentOf, tapsOf, type Window } from "./window.js";

/**
 * The gradient of conv with respect to x, of the given spatial sizes. With stride 1 and an x not much larger than dy it is
 * a convolution with the flipped and transposed weight, which runtimes then do faster than a transposed convolution;
 * otherwise it is that.
 */
export function convInputGradient(
  problem: ConvAttributes & { readonly dy: Tensor; readonly weight: Tensor; readonly spatial: readonly number[] },
): Tensor {
  const { dy, weight, spatial, strides, dilations, padding, groups } = problem;
  const kernel = numericShape(weight.shape, "the gradient of conv").slice(2);
  const extents = kernel.map((_, axis) => extentOf({ kernel, strides, dilations, padding }, axis));
  const sizes = numericShape(dy.shape, "the gradient of conv").slice(2);
  // The flipped convolution multiplies at every position of x, the transposed one at every position of dy: where a kernel
  // without padding leaves dy much smaller (LeNet's C3 and C5), that is several times the work.
  const isFlippedCheap = sizeOf(spatial) <= 1.3 * sizeOf(sizes);
  if (isFlippedCheap && strides.every((stride) => stride === 1)) {
    // Each position of x is reached by the windows around it: all of them where nothing is padded. Padding beyond what
    // a window reaches made windows of zeros alone; what they got is cropped off.
    const around = padding.map((sides, axis) => sides.map((side) => extents[axis]! - 1 - side) as [number, number]);
    return emitOne(convOp, [placed(dy, around.map(belowZero)), adjointWeight(weight, groups)], {
      strides,
      dilations,
      padding: around.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const),
      groups,
    });
  }
  const outputPadding = spatial.map((size, axis) => {
    const [before, after] = padding[axis]!;
    return size - ((sizes[axis]! - 1) * strides[axis]! + extents[axis]! - before - after);
  });
  return emitOne(convTransposeOp, [dy, weight], { strides, dilations, padding, groups, outputPadding });
}

function belowZero([before, after]: readonly [number, number]): [number, number] {
  return [Math.min(0, before), Math.min(0, after)];
}

/** The weight [O,C/groups,...] as the adjoint's [C,O/groups,...], with its spatial axes reversed. */
function adjointWeight(weight: Tensor, groups: number): Tensor {
  const [outputs, channels, ...kernel] = numericShape(weight.shape, "the gradient of conv") as [
    number,
    number,
    ...number[],
  ];
  const count = sizeOf(kernel);
  const reversed = count === 1 ? weight : reversedTaps(weight, count);
  const perGroup = outputs / groups;
  const split = reshape(reversed, [groups, perGroup, channels, count]);
  // Where one of the two axes has size 1, swapping them moves nothing.
  const swapped = perGroup === 1 || channels === 1 ? split : swapAxes(split, 1, 2);
  return reshape(swapped, [channels * groups, perGroup, ...kernel]);
}

/** As far as a product with a matrix of taps x taps is cheaper than to copy element by element. */
const mostTaps = 128;

/**
 * The weight as [outputs, channels, count], reversed along the last axis. Runtimes step backwards one element at a time; a
 * product with the reversed identity is several times faster.
 */
function reversedTaps(weight: Tensor, count: number): Tensor {
  const flat = reshape(weight, [...numericShape(weight.shape, "the gradient of conv").slice(0, 2), count]);
  if (count > mostTaps) return reverse(flat, [2]);
  const places = Array.from({ length: count }, (_, tap) => [tap, count - 1 - tap] as const);
  return placeInRows(flat, count, places);
}

function swapAxes(x: Tensor, a: number, b: number): Tensor {
  return transpose(
    x,
    x.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}

export type FilterGradientAttributes = ConvAttributes & { readonly kernel: readonly number[] };

/** The sizes of a filter gradient; channels are those of one group. */
interface Problem extends Window {
  readonly batch: number;
  readonly groups: number;
  readonly outputs: number;
  readonly channels: number;
  /** Spatial sizes of x. */
  readonly sizes: readonly number[];
  /** Spatial sizes of dy: how many windows there are along each axis. */
  readonly windows: readonly number[];
}

/**
 * The gradient of conv with respect to its weight, `[O, C/groups, ...kernel]`: the correlation of x with dy, taken over
 * batch and windows, as ordinary ops. A backend may run something native instead: the composite is "convFilterGradient".
 *
 * @param problem `x` [N,C,...] and `dy` [N,O,...], the kernel's sizes, and the attributes of the convolution
 */
export function convFilterGradient(
  problem: FilterGradientAttributes & { readonly x: Tensor; readonly dy: Tensor },
): Tensor {
  const { x, dy, kernel, strides, dilations, padding, groups } = problem;
  return filterGradient([x, dy], { kernel, strides, dilations, padding, groups });
}

const filterGradient = composite<FilterGradientAttributes>("convFilterGradient", ([x, dy], attributes) => {
  const [batch, channels, ...sizes] = numericShape(x!.shape, "the gradient of conv") as [number, number, ...number[]];
  const [, outputs, ...windows] = numericShape(dy!.shape, "the gradient of conv") as [number, number, ...number[]];
  const { groups } = attributes;
  const problem = { ...attributes, batch, channels: channels / groups, outputs: outputs / groups, sizes, windows };
  return strategies[strategyOf(problem)](x!, dy!, problem);
});

type Strategy = "depthwise" | "singleWindow" | "phases" | "taps";

const strategies = { depthwise, singleWindow, phases, taps } satisfies Record<
  Strategy,
  (x: Tensor, dy: Tensor, problem: Problem) => Tensor
>;

/**
 * - `singleWindow`: a kernel that meets x once (LeNet's C5, a dense layer in disguise) is one product without copies.
 * - `depthwise`: one channel a group leaves nothing to multiply matrices of; a convolution of x with dy copies nothing.
 * - `phases`: a strided kernel becomes one of stride 1 on the s x s phases of x, stacked as channels; its sizes are rounded
 *   up to multiples of the stride, hence wasteful for 3x3/2 (1.8 times the products), not for 4x4/2 or 11x11/4. Taking
 *   every tap by a strided slice instead was 1.3 (7x7/2) to 2.8 times (11x11/4) slower on onnxruntime, 1.3 faster for 3x3/2.
 * - `taps`: copies of x and dy, shifted by the taps, in one product.
 */
function strategyOf({ groups, channels, windows, kernel, strides, dilations }: Problem): Strategy {
  if (windows.every((count) => count === 1)) return "singleWindow";
  if (groups > 1 && channels === 1) return "depthwise";
  const rounded = kernel.map((size, axis) => Math.ceil(size / strides[axis]!) * strides[axis]!);
  const isStrided = strides.some((stride) => stride > 1);
  const isDense = dilations.every((dilation) => dilation === 1);
  return isStrided && isDense && sizeOf(rounded) <= 1.5 * sizeOf(kernel) ? "phases" : "taps";
}

/** Sees N*C groups of one channel and convolves each with its dy as the kernel; stride and dilation change places. */
function depthwise(x: Tensor, dy: Tensor, problem: Problem): Tensor {
  const { batch, groups, outputs, sizes, windows, kernel, strides, dilations, padding } = problem;
  const planes = batch * groups;
  const gradient = emitOne(
    convOp,
    [reshape(x, [1, planes, ...sizes]), reshape(dy, [planes * outputs, 1, ...windows])],
    {
      strides: dilations,
      dilations: strides,
      // As much as the last tap of the last window needs: a stride may leave a rest of x, or of its padding, unread.
      padding: padding.map(
        ([before], axis) => [before, Math.max(0, reach(problem, axis) - before - sizes[axis]!)] as const,
      ),
      groups: planes,
    },
  );
  const sums = reduceSum(reshape(cropEnd(gradient, kernel), [batch, groups * outputs, ...kernel]), { axes: [0] });
  return reshape(sums, [groups * outputs, 1, ...kernel]);
}

/** How far the windows reach along an axis of the padded input. */
function reach(problem: Problem, axis: number): number {
  return (problem.windows[axis]! - 1) * problem.strides[axis]! + extentOf(problem, axis);
}

/** The pads (or crops) that leave of x just what the windows see. */
function visible(problem: Problem): (readonly [number, number])[] {
  return problem.padding.map(
    ([before], axis) => [before, reach(problem, axis) - before - problem.sizes[axis]!] as const,
  );
}

function singleWindow(x: Tensor, dy: Tensor, problem: Problem): Tensor {
  const { batch, groups, outputs, channels, kernel, dilations } = problem;
  const seen = strided(
    placed(x, visible(problem)),
    kernel.map(() => 0),
    dilations,
    kernel,
  );
  const patches = reshape(seen, [batch, groups, channels * sizeOf(kernel)]);
  const signals = reshape(dy, [batch, groups, outputs]);
  // With one group the batch is the inner dimension of a plain product; else each group has one, batched.
  const gradient =
    groups === 1
      ? matMul(reshape(signals, [batch, outputs]), reshape(patches, [batch, channels * sizeOf(kernel)]), {
          transposeA: true,
        })
      : matMul(transpose(signals, [1, 2, 0]), swapAxes(patches, 0, 1));
  return reshape(gradient, [groups * outputs, channels, ...kernel]);
}

/** Space to depth: tap q*s+r of a kernel with stride s is tap q, stride 1, on the r-th phase of x. */
function phases(x: Tensor, dy: Tensor, problem: Problem): Tensor {
  const { batch, groups, outputs, channels, kernel, strides, windows } = problem;
  const reduced = kernel.map((size, axis) => Math.ceil(size / strides[axis]!));
  const counts = windows.map((count, axis) => count + reduced[axis]! - 1);
  const whole = { ...problem, kernel: reduced.map((size, axis) => size * strides[axis]!) };
  const rank = kernel.length;
  const axes = kernel.map((_, axis) => axis);
  const apart = reshape(placed(x, visible(whole)), [
    batch,
    groups * channels,
    ...axes.flatMap((axis) => [counts[axis]!, strides[axis]!]),
  ]);
  const stacked = transpose(apart, [0, 1, ...axes.map((axis) => 2 * axis + 3), ...axes.map((axis) => 2 * axis + 2)]);
  const gradient = taps(reshape(stacked, [batch, groups * channels * sizeOf(strides), ...counts]), dy, {
    ...problem,
    channels: channels * sizeOf(strides),
    sizes: counts,
    kernel: reduced,
    strides: axes.map(() => 1),
    padding: axes.map(() => [0, 0] as const),
  });
  const split = reshape(gradient, [groups * outputs, channels, ...strides, ...reduced]);
  const woven = transpose(split, [0, 1, ...axes.flatMap((axis) => [2 + rank + axis, 2 + axis])]);
  return cropEnd(reshape(woven, [groups * outputs, channels, ...whole.kernel]), kernel);
}

/**
 * For tap i of a kernel axis, windows of dy meet x moved back by i. It is the same to move dy on by i, in a frame as long as
 * the padded x. So every axis's taps are stacked as copies of x or of dy, and one product holds all pairs: for 3x3, taps of
 * H on dy and of W on x are 3 + 3 copies, where im2col has 9.
 */
function taps(x: Tensor, dy: Tensor, problem: Problem): Tensor {
  const { batch, groups, outputs, channels, kernel, strides, dilations, windows } = problem;
  const onDy = axesOnDy(problem);
  const frame = frameOf(problem, onDy);
  const tapsOfDy = tapsOf(kernel.map((size, axis) => (onDy.includes(axis) ? size : 1)));
  const tapsOfX = tapsOf(kernel.map((size, axis) => (onDy.includes(axis) ? 1 : size)));

  // Products per sample write N times the weight and sum it up; one product for the batch must bring channels to the
  // front. Both passes cost as much for each element (measured: the rule picks the faster one for 11 of 13 layers).
  const perSample =
    batch === 1 ||
    groups * outputs * channels * sizeOf(kernel) <
      groups * (outputs * sizeOf(windows) + channels * sizeOf(problem.sizes));
  const channelAxis = groups === 1 ? 1 : 2;
  const arrange = (tensor: Tensor) => {
    const [, all, ...rest] = tensor.shape as [number, number, ...number[]];
    const split = groups === 1 ? tensor : reshape(tensor, [batch, groups, all / groups, ...rest]);
    if (perSample) return split;
    const order = groups === 1 ? [1, 0] : [1, 2, 0];
    return transpose(split, [...order, ...rest.map((_, axis) => order.length + axis)]);
  };
  const stackAxis = perSample ? channelAxis : channelAxis - 1;
  const flatten = (copies: readonly Tensor[], perGroup: number) => {
    const stacked = copies.length === 1 ? copies[0]! : concat(copies, stackAxis);
    const lead = [...(perSample ? [batch] : []), ...(groups === 1 ? [] : [groups])];
    return reshape(stacked, [...lead, copies.length * perGroup, (perSample ? 1 : batch) * sizeOf(frame)]);
  };

  const signal = arrange(dy);
  // Taps along the first axis alone move dy by whole rows: laid end to end with as many zeros between as one frame lacks,
  // each copy starts a tap later in its frame than the one before. That is one copy of dy a tap instead of two.
  const inRows = perSample && onDy.length === 1 && onDy[0] === 0;
  const signals = () =>
    tapsOfDy.map((tap) =>
      placed(
        signal,
        tap.map((index, axis) => {
          const shift = index * dilations[axis]!;
          return [shift, frame[axis]! - windows[axis]! - shift] as const;
        }),
      ),
    );
  const signalRows = inRows ? skewed(signal, problem, frame) : flatten(signals(), outputs);
  const input = arrange(x);
  const isStrided = strides.some((stride) => stride > 1);
  const seen = isStrided ? placed(input, visible(problem)) : input;
  const inputs = tapsOfX.map((tap) => {
    const shifts = tap.map((index, axis) => index * dilations[axis]!);
    if (isStrided) return strided(seen, shifts, strides, frame);
    // One pad both pads x and cuts the frame out of it.
    return placed(
      input,
      shifts.map((shift, axis) => {
        const before = problem.padding[axis]![0] - shift;
        return [before, frame[axis]! - before - problem.sizes[axis]!] as const;
      }),
    );
  });

  const product = matMul(signalRows, flatten(inputs, channels), { transposeB: true });
  const gradient = perSample ? reduceSum(product, { axes: [0] }) : product;
  if (kernel.every((size) => size === 1)) return reshape(gradient, [groups * outputs, channels, ...kernel]);
  const offAxes = kernel.flatMap((_, axis) => (onDy.includes(axis) ? [] : [axis]));
  // Rows are taps of dy, then its channels; skewed the other way round.
  const [channelAt, tapAt] = inRows ? [1, 2] : [1 + onDy.length, 1];
  const axisOf = (axis: number) =>
    onDy.includes(axis) ? tapAt + onDy.indexOf(axis) : 2 + onDy.length + offAxes.indexOf(axis);
  const sizesOf = (axes: readonly number[]) => axes.map((axis) => kernel[axis]!);
  const rows = inRows ? [outputs, ...sizesOf(onDy)] : [...sizesOf(onDy), outputs];
  const split = reshape(gradient, [groups, ...rows, ...sizesOf(offAxes), channels]);
  const order = [0, channelAt, 2 + kernel.length, ...kernel.map((_, axis) => axisOf(axis))];
  return reshape(transpose(split, order), [groups * outputs, channels, ...kernel]);
}

/** dy [..., rows of windows] as [..., channels * taps, frame]: for each tap of the first spatial axis moved on by so many rows. */
function skewed(signal: Tensor, { kernel, dilations, windows }: Problem, frame: readonly number[]): Tensor {
  const lead = numericShape(signal.shape, "the gradient of conv").slice(0, -windows.length);
  const [count, length, size] = [kernel[0]!, sizeOf(windows), sizeOf(frame)];
  const shift = dilations[0]! * sizeOf(windows.slice(1));
  const flat = reshape(signal, [...lead, length]);
  const gap = expand(0, [...lead, size + shift - length]);
  const pieces = Array.from({ length: count }, (_, tap) => (tap === 0 ? [flat] : [gap, flat])).flat();
  return reshape(concat(pieces, lead.length), [...lead.slice(0, -1), lead.at(-1)! * count, size]);
}

/** The sizes of the planes that are multiplied: those of dy, and of all that the windows see where dy is shifted. */
function frameOf(problem: Problem, onDy: readonly number[]): number[] {
  return problem.windows.map((count, axis) => (onDy.includes(axis) ? reach(problem, axis) : count));
}

/** Costs in multiply-adds, fitted to onnxruntime (cpu): to copy one element, and to begin one contiguous run of a copy. */
const elementCost = 32;
const runCost = 1000;

/**
 * The kernel axes whose taps are copies of dy, chosen so that copies and products cost least. Few channels (a first layer)
 * have all taps on x; most layers divide the axes; shifts along the last axis are dear where rows are short.
 */
function axesOnDy(problem: Problem): number[] {
  const { batch, groups, outputs, channels, kernel, strides } = problem;
  const free = kernel.flatMap((size, axis) => (size > 1 && strides[axis] === 1 ? [axis] : []));
  const padded = visible(problem).flatMap(([before, after], axis) => (before === 0 && after === 0 ? [] : [axis]));
  let best: number[] = [];
  let least = Infinity;
  for (let choice = 0; choice < 2 ** free.length; choice++) {
    const onDy = free.filter((_, index) => (choice >> index) % 2 === 1);
    const frame = frameOf(problem, onDy);
    // Copies run on along the axes behind the last one that is shifted, padded or cropped.
    const stack = (tapAxes: readonly number[], movedAxes: readonly number[], perGroup: number) => {
      const rows = perGroup * sizeOf(tapAxes.map((axis) => kernel[axis]!));
      if (movedAxes.length === 0) return { rows, cost: 0 };
      const contiguous = sizeOf(frame.slice(Math.max(...movedAxes)));
      return { rows, cost: rows * sizeOf(frame) * (elementCost + runCost / contiguous) };
    };
    const onX = kernel.flatMap((size, axis) => (size > 1 && !onDy.includes(axis) ? [axis] : []));
    const dyStack = stack(onDy, onDy, outputs);
    const xStack = stack(onX, [...onX, ...padded], channels);
    const cost = batch * groups * (dyStack.cost + xStack.cost + dyStack.rows * xStack.rows * sizeOf(frame));
    if (cost < least) [best, least] = [onDy, cost];
  }
  return best;
}

/** Pads the last axes with zeros, or crops them where a pad is negative. */
export function placed(x: Tensor, pads: readonly (readonly [number, number])[]): Tensor {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return x;
  const lead = x.rank - pads.length;
  const padAll = (tensor: Tensor, own: typeof pads) =>
    pad(tensor, [...Array.from({ length: lead }, () => [0, 0] as const), ...own]);
  // A tap that only ever meets padding crops all of x: there must be padding before it can be cropped.
  const isGone = numericShape(x.shape.slice(lead), "the gradient of conv").some((size, axis) => {
    const [before, after] = belowZero(pads[axis]!);
    return size + before + after <= 0;
  });
  if (!isGone) return padAll(x, pads);
  const padded = padAll(
    x,
    pads.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const),
  );
  return padAll(padded, pads.map(belowZero));
}

/** `counts` elements of each of the last axes, from `starts` on in `steps`. */
function strided(x: Tensor, starts: readonly number[], steps: readonly number[], counts: readonly number[]): Tensor {
  const lead = x.rank - counts.length;
  const ends = counts.map((count, axis) => starts[axis]! + (count - 1) * steps[axis]! + 1);
  if (ends.every((end, axis) => starts[axis] === 0 && steps[axis] === 1 && end === x.shape[lead + axis])) return x;
  return slice(x, { axes: counts.map((_, axis) => lead + axis), starts, ends, steps });
}

/** The first `sizes` positions of the spatial axes. */
export function cropEnd(x: Tensor, sizes: readonly number[]): Tensor {
  return strided(
    x,
    sizes.map(() => 0),
    sizes.map(() => 1),
    sizes,
  );
}
