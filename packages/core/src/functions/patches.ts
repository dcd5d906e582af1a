import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { sizeOf } from "../ndarray.js";
import type { ConvOptions } from "../ops/convolution.js";
import { pad, reshape, slice, stack } from "../ops/shape.js";
import { normalizeWindow, positionsIn, windowOutput, type PerAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";

/** What {@link unfold} takes beside the input. */
export interface UnfoldOptions extends Pick<ConvOptions, "strides" | "padding" | "dilations"> {
  readonly kernel: PerAxis;
}

/**
 * The windows of a convolution as columns, known as im2col: with it, a convolution is one matrix product. It is made of
 * one slice of the padded input for each tap of the kernel.
 *
 * Formula: `y[n, c K + k, l] = x[n,c, stride l + dilation k - padding]` for tap k of K and window l
 *
 * Shapes: `[N, C, ...] -> [N, C K, windows]` with 1 to 3 spatial axes, as `torch.nn.functional.unfold` has it for two.
 *
 * Reference: Chellapilla, Puri & Simard 2006, "High performance convolutional neural networks for document processing".
 *
 * Useful for: whatever treats the windows of an image one by one: unshared weights, random pooling, patch statistics.
 *
 * @example unfold(x, { kernel: 3, padding: 1 })   // [N, C, H, W] -> [N, 9 C, H W]
 */
export function unfold(x: Tensor, options: UnfoldOptions): Tensor {
  check(
    x.rank >= 3 && x.rank <= 5,
    () => `unfold expects [N, C, ...] with 1 to 3 spatial axes, got ${describeType(x)}`,
  );
  const window = normalizeWindow("unfold", x.rank - 2, options.kernel, options);
  const [batch, channels] = numericShape(x.shape, "unfold") as [number, number, ...number[]];
  const sizes = numericShape(windowOutput("unfold", x, window), "unfold");
  const padded = pad(x, [[0, 0], [0, 0], ...window.padding]);
  const slices = positionsIn(window.kernel).map((tap) => {
    const starts = tap.map((place, axis) => place * window.dilations[axis]!);
    return slice(padded, {
      axes: sizes.map((_, axis) => axis + 2),
      starts,
      ends: sizes.map((size, axis) => starts[axis]! + (size - 1) * window.strides[axis]! + 1),
      steps: window.strides,
    });
  });
  return reshape(stack(slices, 2), [batch, channels * slices.length, sizeOf(sizes)]);
}
