import { Block } from "../blocks/block.js";
import { averagePool, maxPool } from "../ops/pooling.js";
import type { Tensor } from "../tensor.js";
import type { Padding, Pair } from "./convolution.js";

export interface Pool2dOptions {
  /** Default: the kernel, so that windows touch and do not overlap. */
  readonly stride?: Pair;
  /** Default 0. */
  readonly padding?: Padding;
  /** Keep a last window that is only partly inside. Default false. */
  readonly ceilMode?: boolean;
}

export interface AveragePool2dOptions extends Pool2dOptions {
  /** Whether padding counts as zeros in the mean. Default true, as in PyTorch. */
  readonly countIncludePad?: boolean;
}

/**
 * The largest value of each window: `[N, C, H, W] -> [N, C, (H - kernel) / stride + 1, ...]`.
 *
 * @example new MaxPool2d(3, { stride: 2 })   // overlapping, as in AlexNet
 */
export class MaxPool2d extends Block {
  constructor(
    readonly kernel: Pair,
    readonly options: Pool2dOptions = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const { stride = this.kernel, padding = 0, ceilMode = false } = this.options;
    return maxPool(x, { kernel: this.kernel, strides: stride, padding, ceilMode });
  }
}

/** The mean of each window: `[N, C, H, W] -> [N, C, (H - kernel) / stride + 1, ...]`. */
export class AveragePool2d extends Block {
  constructor(
    readonly kernel: Pair,
    readonly options: AveragePool2dOptions = {},
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const { stride = this.kernel, padding = 0, ceilMode = false, countIncludePad = true } = this.options;
    return averagePool(x, { kernel: this.kernel, strides: stride, padding, ceilMode, countIncludePad });
  }
}
