import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder } from "../graph/builder.js";
import { ndarray, sizeOf } from "../ndarray.js";
import { conv, type ConvOptions } from "../ops/convolution.js";
import { reshape } from "../ops/shape.js";
import { perAxis, type PerAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";

/** What {@link unfold} takes beside the input. */
export interface UnfoldOptions extends Pick<ConvOptions, "strides" | "padding" | "dilations"> {
  readonly kernel: PerAxis;
}

/**
 * The windows of a convolution as columns, known as im2col: with it, a convolution is one matrix product. Channel by
 * channel, a convolution with a kernel of a single 1 for each tap takes all windows apart in one pass.
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
  const [batch, channels, ...sizes] = numericShape(x.shape, "unfold") as [number, number, ...number[]];
  const kernel = perAxis("unfold", "kernel", options.kernel, sizes.length, 1);
  const taps = sizeOf(kernel);
  const ones = new Float32Array(taps * taps);
  for (let tap = 0; tap < taps; tap++) ones[tap * (taps + 1)] = 1;
  const weight = currentBuilder("unfold(...)").constant(ndarray(ones, [taps, 1, ...kernel]));
  const { strides, padding, dilations } = options;
  const windows = conv(reshape(x, [batch * channels, 1, ...sizes]), weight, { strides, padding, dilations });
  const count = sizeOf(numericShape(windows.shape, "unfold").slice(2));
  return reshape(windows, [batch, channels * taps, count]);
}
