import { numericShape } from "../../dimensions.js";
import { emitOne } from "../../graph/builder.js";
import { composite } from "../../graph/composite.js";
import { sizeOf } from "../../ndarray.js";
import { convOp, type ConvAttributes } from "../../ops/convolution.js";
import { matMul } from "../../ops/matmul.js";
import { reduceSum } from "../../ops/reduce.js";
import { reshape, transpose } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";
import { reach, visible, type FilterProblem } from "./filter-problem.js";
import { cropEnd, placed, strided, swapAxes } from "./placement.js";
import { taps } from "./shifted-taps.js";

export type FilterGradientAttributes = ConvAttributes & { readonly kernel: readonly number[] };

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
  (x: Tensor, dy: Tensor, problem: FilterProblem) => Tensor
>;

/**
 * - `singleWindow`: a kernel that meets x once (LeNet's C5, a dense layer in disguise) is one product without copies.
 * - `depthwise`: one channel a group leaves nothing to multiply matrices of; a convolution of x with dy copies nothing.
 * - `phases`: a strided kernel becomes one of stride 1 on the s x s phases of x, stacked as channels; its sizes are rounded
 *   up to multiples of the stride, hence wasteful for 3x3/2 (1.8 times the products), not for 4x4/2 or 11x11/4. Taking
 *   every tap by a strided slice instead was 1.3 (7x7/2) to 2.8 times (11x11/4) slower on onnxruntime, 1.3 faster for 3x3/2.
 * - `taps`: copies of x and dy, shifted by the taps, in one product.
 */
function strategyOf({ groups, channels, windows, kernel, strides, dilations }: FilterProblem): Strategy {
  if (windows.every((count) => count === 1)) return "singleWindow";
  if (groups > 1 && channels === 1) return "depthwise";
  const rounded = kernel.map((size, axis) => Math.ceil(size / strides[axis]!) * strides[axis]!);
  const isStrided = strides.some((stride) => stride > 1);
  const isDense = dilations.every((dilation) => dilation === 1);
  return isStrided && isDense && sizeOf(rounded) <= 1.5 * sizeOf(kernel) ? "phases" : "taps";
}

/** Sees N*C groups of one channel and convolves each with its dy as the kernel; stride and dilation change places. */
function depthwise(x: Tensor, dy: Tensor, problem: FilterProblem): Tensor {
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

function singleWindow(x: Tensor, dy: Tensor, problem: FilterProblem): Tensor {
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
function phases(x: Tensor, dy: Tensor, problem: FilterProblem): Tensor {
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
