import { numericShape } from "../../dimensions.js";
import { emitOne } from "../../graph/builder.js";
import { composite } from "../../graph/composite.js";
import { sizeOf } from "../../ndarray.js";
import { convOp, convTransposeOp, type ConvAttributes } from "../../ops/convolution.js";
import { placeInRows } from "../../ops/place-in-rows.js";
import { reshape, reverse } from "../../ops/shape.js";
import { extentOf } from "../../ops/window.js";
import type { Tensor } from "../../tensor.js";
import { belowZero, placed, swapAxes } from "./placement.js";

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
    return flippedConv([placed(dy, around.map(belowZero)), weight], {
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

/** A convolution with the adjoint of a weight; a backend may make that as it likes it: the composite is "flippedConv". */
const flippedConv = composite<ConvAttributes>("flippedConv", ([dy, weight], attributes) =>
  emitOne(convOp, [dy!, adjointWeight(weight!, attributes.groups)], attributes),
);

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
