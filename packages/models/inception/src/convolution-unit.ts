import { BatchNorm2d, Block, Conv2d, relu, type Initializer, type Pair, type Tensor } from "@blockzoo/core";

export interface ConvolutionUnitOptions {
  /** Default 1. */
  readonly stride?: number;
  /** Zeros around the input. Default: what keeps the size, half of the kernel, at stride 1; else none. */
  readonly padding?: Pair;
  /** Batch normalisation in the place of the bias. Default true. */
  readonly batchNorm?: boolean;
  /** First values of the kernels. */
  readonly initializer: Initializer;
}

/**
 * What all Inception networks are made of, the `BasicConv2d` of torchvision: a convolution, batch normalisation, ReLU.
 * `[N, in, H, W] -> [N, out, H, W]` at stride 1.
 *
 * State: `conv.weight` and `bn`, or `conv.weight` and `conv.bias` without batch normalisation.
 */
export class ConvolutionUnit extends Block {
  readonly conv: Conv2d;
  readonly bn: BatchNorm2d | undefined;

  constructor(
    inChannels: number,
    readonly outChannels: number,
    kernel: Pair,
    { stride = 1, padding = stride === 1 ? half(kernel) : 0, batchNorm = true, initializer }: ConvolutionUnitOptions,
  ) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, kernel, { stride, padding, bias: !batchNorm, initializer });
    if (batchNorm) this.bn = new BatchNorm2d(outChannels, { epsilon: 1e-3 });
  }

  forward(x: Tensor): Tensor {
    const y = this.conv.forward(x);
    return relu(this.bn === undefined ? y : this.bn.forward(y));
  }
}

function half(kernel: Pair): Pair {
  if (typeof kernel === "number") return Math.floor(kernel / 2);
  return [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2)];
}
