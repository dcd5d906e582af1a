import { Block } from "../blocks/block.js";
import { checkOptions, type OptionNames } from "../check-options.js";
import { check } from "../errors.js";
import { globalMaxPool } from "../functions/pooling.js";
import { averagePool, globalAveragePool, maxPool } from "../ops/pooling.js";
import { describeType, type Tensor } from "../tensor.js";
import { layouts, type Padding, type Sizes, type SpatialRank } from "./sizes.js";

/** Options of a pool over so many spatial axes. */
export interface PoolingOptions<Rank extends SpatialRank> {
  /** Default: the kernel, so that windows touch and do not overlap. */
  readonly stride?: Sizes<Rank>;
  /** Default 0; at most half of the kernel. */
  readonly padding?: Padding<Rank>;
  /** Keep a last window that is only partly inside. Default false. */
  readonly ceilMode?: boolean;
}

export interface MaxPoolingOptions<Rank extends SpatialRank> extends PoolingOptions<Rank> {
  /** Distance between the elements of a window. Default 1. */
  readonly dilation?: Sizes<Rank>;
}

export interface AveragePoolingOptions<Rank extends SpatialRank> extends PoolingOptions<Rank> {
  /** Whether padding counts as zeros in the mean. Default true, as in PyTorch. */
  readonly countIncludePad?: boolean;
}

const poolingOptionNames: OptionNames<PoolingOptions<SpatialRank>> = { stride: true, padding: true, ceilMode: true };

abstract class MaxPooling<Rank extends SpatialRank> extends Block {
  readonly #rank: Rank;

  constructor(
    rank: Rank,
    readonly kernel: Sizes<Rank>,
    readonly options: MaxPoolingOptions<Rank>,
  ) {
    super();
    checkOptions(this.constructor.name, options, { ...poolingOptionNames, dilation: true });
    this.#rank = rank;
  }

  forward(x: Tensor): Tensor {
    checkRank(x, this.#rank);
    const { stride, dilation, ...rest } = this.options;
    return maxPool(x, { kernel: this.kernel, strides: stride, dilations: dilation, ...rest });
  }
}

abstract class AveragePooling<Rank extends SpatialRank> extends Block {
  readonly #rank: Rank;

  constructor(
    rank: Rank,
    readonly kernel: Sizes<Rank>,
    readonly options: AveragePoolingOptions<Rank>,
  ) {
    super();
    checkOptions(this.constructor.name, options, { ...poolingOptionNames, countIncludePad: true });
    this.#rank = rank;
  }

  forward(x: Tensor): Tensor {
    checkRank(x, this.#rank);
    const { stride, ...rest } = this.options;
    return averagePool(x, { kernel: this.kernel, strides: stride, ...rest });
  }
}

function checkRank(x: Tensor, rank: SpatialRank): void {
  const { what, sizes } = layouts[rank];
  check(x.rank === rank + 2, () => `expects ${what} [N, C, ${sizes}], got x ${describeType(x)}`);
}

/**
 * The largest value of each window of a sequence.
 *
 * Formula: `y[n,c,t] = max_i x[n,c, stride t + dilation i - padding]`; padding counts as -∞
 *
 * Shapes: `[N, C, L] -> [N, C, floor((L + padding - dilation (k - 1) - 1) / stride) + 1]`
 *
 * Reference: Zhou & Chellappa 1988, "Computation of optical flow using a neural network"; Goodfellow, Bengio & Courville
 * 2016, "Deep Learning", section 9.3.
 *
 * Useful for: keeping that a feature occurred while forgetting just when.
 *
 * @example new MaxPool1d(2)
 */
export class MaxPool1d extends MaxPooling<1> {
  constructor(kernel: Sizes<1>, options: MaxPoolingOptions<1> = {}) {
    super(1, kernel, options);
  }
}

/**
 * The largest value of each window of an image. Windows overlap where the stride is smaller than the kernel.
 *
 * Formula: `y[n,c,p,q] = max_i,j x[n,c, stride p + dilation i - padding, stride q + dilation j - padding]`; padding counts as -∞
 *
 * Shapes: `[N, C, H, W] -> [N, C, floor((H + padding - dilation (k - 1) - 1) / stride) + 1, ...]`
 *
 * Reference: Zhou & Chellappa 1988; overlapping: Krizhevsky, Sutskever & Hinton 2012, section 3.4.
 *
 * Useful for: shrinking maps while keeping the strongest response, whatever its exact place.
 *
 * @example new MaxPool2d(3, { stride: 2 })   // overlapping, as in AlexNet
 */
export class MaxPool2d extends MaxPooling<2> {
  constructor(kernel: Sizes<2>, options: MaxPoolingOptions<2> = {}) {
    super(2, kernel, options);
  }
}

/**
 * The largest value of each window of a volume or video.
 *
 * Formula: `y[n,c,p] = max_i x[n,c, stride p + dilation i - padding]` with places p and i in three axes; padding counts as -∞
 *
 * Shapes: `[N, C, D, H, W] -> [N, C, floor((D + padding - dilation (k - 1) - 1) / stride) + 1, ...]`
 *
 * Reference: Tran et al. 2015, "Learning spatiotemporal features with 3D convolutional networks", arXiv 1412.0767.
 *
 * Useful for: shrinking volumes and videos; `[1, 2, 2]` leaves time alone.
 *
 * @example new MaxPool3d([1, 2, 2])
 */
export class MaxPool3d extends MaxPooling<3> {
  constructor(kernel: Sizes<3>, options: MaxPoolingOptions<3> = {}) {
    super(3, kernel, options);
  }
}

/**
 * The mean of each window of a sequence.
 *
 * Formula: `y[n,c,t] = 1/k Σ_i x[n,c, stride t + i - padding]`
 *
 * Shapes: `[N, C, L] -> [N, C, floor((L + padding - k) / stride) + 1]`
 *
 * Reference: Goodfellow, Bengio & Courville 2016, "Deep Learning", section 9.3.
 *
 * Useful for: smoothing and thinning out a series.
 *
 * @example new AveragePool1d(4)
 */
export class AveragePool1d extends AveragePooling<1> {
  constructor(kernel: Sizes<1>, options: AveragePoolingOptions<1> = {}) {
    super(1, kernel, options);
  }
}

/**
 * The mean of each window of an image.
 *
 * Formula: `y[n,c,p,q] = 1/k² Σ_i,j x[n,c, stride p + i - padding, stride q + j - padding]`
 *
 * Shapes: `[N, C, H, W] -> [N, C, floor((H + padding - k) / stride) + 1, ...]`
 *
 * Reference: LeCun et al. 1990, "Handwritten digit recognition with a back-propagation network".
 *
 * Useful for: shrinking maps smoothly, with a gradient for every value; style transfer prefers it to the maximum.
 *
 * @example new AveragePool2d(2)
 */
export class AveragePool2d extends AveragePooling<2> {
  constructor(kernel: Sizes<2>, options: AveragePoolingOptions<2> = {}) {
    super(2, kernel, options);
  }
}

/**
 * The mean of each window of a volume or video.
 *
 * Formula: `y[n,c,p] = 1/k³ Σ_i x[n,c, stride p + i - padding]` with places p and i in three axes
 *
 * Shapes: `[N, C, D, H, W] -> [N, C, floor((D + padding - k) / stride) + 1, ...]`
 *
 * Reference: Goodfellow, Bengio & Courville 2016, "Deep Learning", section 9.3.
 *
 * Useful for: shrinking volumes smoothly, down to one value a channel at the end of a net for video.
 *
 * @example new AveragePool3d([4, 7, 7])
 */
export class AveragePool3d extends AveragePooling<3> {
  constructor(kernel: Sizes<3>, options: AveragePoolingOptions<3> = {}) {
    super(3, kernel, options);
  }
}

export interface GlobalPoolOptions {
  /** Keep the spatial axes with size 1. Default false. */
  readonly keepDimensions?: boolean;
}

/**
 * The mean of each channel over all places.
 *
 * Formula: `y[n,c] = 1/P Σ_p x[n,c,p]` over the P places
 *
 * Shapes: `[N, C, ...] -> [N, C]`, or `[N, C, 1, ...]` with `keepDimensions`
 *
 * Reference: Lin, Chen & Yan 2013, "Network in network", arXiv 1312.4400, section 3.2.
 *
 * Useful for: the end of a convolutional net, in place of large linear layers; it takes images of any size.
 *
 * @example new Sequential(new Conv2d(64, 10, 1), new GlobalAveragePool())
 */
export class GlobalAveragePool extends Block {
  constructor(readonly options: GlobalPoolOptions = {}) {
    super();
    checkOptions("GlobalAveragePool", options, { keepDimensions: true });
  }

  forward(x: Tensor): Tensor {
    return globalAveragePool(x, this.options);
  }
}

/**
 * The largest value of each channel over all places.
 *
 * Formula: `y[n,c] = max_p x[n,c,p]`
 *
 * Shapes: `[N, C, ...] -> [N, C]`, or `[N, C, 1, ...]` with `keepDimensions`
 *
 * Reference: Collobert et al. 2011, "Natural language processing (almost) from scratch", arXiv 1103.0398 (max over time);
 * Oquab et al. 2015, "Is object localization for free?".
 *
 * Useful for: asking whether something occurs anywhere: a word in a sentence, an object in an image.
 *
 * @example new Sequential(new Conv1d(50, 100, 3), new GlobalMaxPool(), new Linear(100, 2))
 */
export class GlobalMaxPool extends Block {
  constructor(readonly options: GlobalPoolOptions = {}) {
    super();
    checkOptions("GlobalMaxPool", options, { keepDimensions: true });
  }

  forward(x: Tensor): Tensor {
    return globalMaxPool(x, this.options);
  }
}
