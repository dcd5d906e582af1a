import { numericShape } from "../../dimensions.js";
import { sizeOf } from "../../ndarray.js";
import { matMul } from "../../ops/matmul.js";
import { reduceSum } from "../../ops/reduce.js";
import { concat, expand, reshape, transpose } from "../../ops/shape.js";
import { positionsIn } from "../../ops/window.js";
import type { Tensor } from "../../tensor.js";
import { reach, visible, type FilterProblem } from "./filter-problem.js";
import { placed, strided } from "./placement.js";

/**
 * For tap i of a kernel axis, windows of dy meet x moved back by i. It is the same to move dy on by i, in a frame as long as
 * the padded x. So every axis's taps are stacked as copies of x or of dy, and one product holds all pairs: for 3x3, taps of
 * H on dy and of W on x are 3 + 3 copies, where im2col has 9.
 */
export function taps(x: Tensor, dy: Tensor, problem: FilterProblem): Tensor {
  const { batch, groups, outputs, channels, kernel, strides, dilations, windows } = problem;
  const onDy = axesOnDy(problem);
  const frame = frameOf(problem, onDy);
  const tapsOfDy = positionsIn(kernel.map((size, axis) => (onDy.includes(axis) ? size : 1)));
  const tapsOfX = positionsIn(kernel.map((size, axis) => (onDy.includes(axis) ? 1 : size)));

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
function skewed(signal: Tensor, { kernel, dilations, windows }: FilterProblem, frame: readonly number[]): Tensor {
  const lead = numericShape(signal.shape, "the gradient of conv").slice(0, -windows.length);
  const [count, length, size] = [kernel[0]!, sizeOf(windows), sizeOf(frame)];
  const shift = dilations[0]! * sizeOf(windows.slice(1));
  const flat = reshape(signal, [...lead, length]);
  const gap = expand(0, [...lead, size + shift - length]);
  const pieces = Array.from({ length: count }, (_, tap) => (tap === 0 ? [flat] : [gap, flat])).flat();
  return reshape(concat(pieces, lead.length), [...lead.slice(0, -1), lead.at(-1)! * count, size]);
}

/** The sizes of the planes that are multiplied: those of dy, and of all that the windows see where dy is shifted. */
function frameOf(problem: FilterProblem, onDy: readonly number[]): number[] {
  return problem.windows.map((count, axis) => (onDy.includes(axis) ? reach(problem, axis) : count));
}

/** Costs in multiply-adds, fitted to onnxruntime (cpu): to copy one element, and to begin one contiguous run of a copy. */
const elementCost = 32;
const runCost = 1000;

/**
 * The kernel axes whose taps are copies of dy, chosen so that copies and products cost least. Few channels (a first layer)
 * have all taps on x; most layers divide the axes; shifts along the last axis are dear where rows are short.
 */
function axesOnDy(problem: FilterProblem): number[] {
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
