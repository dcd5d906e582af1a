import { Block } from "../blocks/block.js";
import type { Tensor } from "../tensor.js";
import { Conv2d, type ConvolutionOptions } from "./convolution.js";
import type { Pair } from "./sizes.js";

/**
 * A convolution in two steps: one kernel for each channel on its own (depthwise), then a 1x1 convolution that mixes the
 * channels (pointwise). It has `C k² + C C'` weights where the full one has `C C' k²`.
 *
 * Formula: `y[o] = b[o] + Σ_c p[o,c] (w[c] ⋆ x[c])` with ⋆ the convolution of one channel
 *
 * Shapes: `[N, in, H, W] -> [N, out, floor((H + padding - dilation (k - 1) - 1) / stride) + 1, ...]`; state
 * `depthwise.weight` [in, 1, kh, kw], `pointwise.weight` [out, in, 1, 1], `pointwise.bias` [out].
 *
 * Reference: Chollet 2016, "Xception", arXiv 1610.02357; Howard et al. 2017, "MobileNets", arXiv 1704.04861, section 3.1.
 *
 * Useful for: small and fast image nets, on phones and in browsers.
 *
 * @example new DepthwiseSeparableConv2d(64, 64, 3, { padding: 1, bias: false })   // 4,672 weights, not 36,864
 */
export class DepthwiseSeparableConv2d extends Block {
  readonly depthwise: Conv2d;
  readonly pointwise: Conv2d;

  /** @param options `bias` is that of the pointwise step; the depthwise step has none, since it would add nothing */
  constructor(
    inChannels: number,
    outChannels: number,
    kernel: Pair,
    options: Omit<ConvolutionOptions<2>, "groups"> = {},
  ) {
    super();
    const { bias = true, ...window } = options;
    this.depthwise = new Conv2d(inChannels, inChannels, kernel, { ...window, groups: inChannels, bias: false });
    this.pointwise = new Conv2d(inChannels, outChannels, 1, {
      bias,
      ...(options.initializer && { initializer: options.initializer }),
    });
  }

  forward(x: Tensor): Tensor {
    return x.pipe(this.depthwise, this.pointwise);
  }
}
