import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { groupNorm, localResponseNorm, type LocalResponseNormOptions } from "../functions/group-normalization.js";
import { expand } from "../ops/shape.js";
import { ones, zeros } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";
import { layouts, type SpatialRank } from "./sizes.js";

export interface GroupNormOptions {
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** Whether channels are scaled and shifted by learned numbers. Default true for groups, false for instances. */
  readonly affine?: boolean;
}

/**
 * Normalises each group of channels of each sample over space, then scales and shifts each channel.
 *
 * Formula: `y = weight (x - mean_g) / √(variance_g + ε) + bias`, statistics over a sample's group g
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]`; state `weight`, `bias` [C], as in `torch.nn.GroupNorm`.
 *
 * Reference: Wu & He 2018, "Group normalization", arXiv 1803.08494.
 *
 * Useful for: small batches, where the statistics of a batch are noise: detection, segmentation, video.
 *
 * @example new GroupNorm(32, 256)   // 32 groups of 8 channels
 */
export class GroupNorm extends Block {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly #epsilon: number;

  constructor(
    readonly groups: number,
    readonly channels: number,
    options: GroupNormOptions = {},
  ) {
    super();
    checkOptions("GroupNorm", options, { epsilon: true, affine: true });
    check(channels % groups === 0, () => `${channels} channels do not divide into ${groups} groups`);
    this.#epsilon = options.epsilon ?? 1e-5;
    if (options.affine === false) return;
    this.weight = new Parameter([channels], ones());
    this.bias = new Parameter([channels], zeros());
  }

  forward(x: Tensor): Tensor {
    check(x.shape[1] === this.channels, () => `expects ${this.channels} channels, got x ${describeType(x)}`);
    return normalized(x, this, { groups: this.groups, epsilon: this.#epsilon });
  }
}

/** With numbers of 1 and 0 for each channel where nothing is learned. */
function normalized(
  x: Tensor,
  { weight, bias, channels }: Pick<GroupNorm, "weight" | "bias" | "channels">,
  options: { readonly groups: number; readonly epsilon: number },
): Tensor {
  const filled = (value: number) => expand(value, [channels]);
  return groupNorm(x, { weight: weight ?? filled(1), bias: bias ?? filled(0) }, options);
}

abstract class InstanceNormalization extends Block {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly #rank: SpatialRank;
  readonly #epsilon: number;

  constructor(
    rank: SpatialRank,
    readonly channels: number,
    options: GroupNormOptions,
  ) {
    super();
    checkOptions(this.constructor.name, options, { epsilon: true, affine: true });
    this.#rank = rank;
    this.#epsilon = options.epsilon ?? 1e-5;
    if (options.affine !== true) return;
    this.weight = new Parameter([channels], ones());
    this.bias = new Parameter([channels], zeros());
  }

  forward(x: Tensor): Tensor {
    const { what, sizes } = layouts[this.#rank];
    check(
      x.rank === this.#rank + 2 && x.shape[1] === this.channels,
      () => `expects ${what} [N, ${this.channels}, ${sizes}], got x ${describeType(x)}`,
    );
    return normalized(x, this, { groups: this.channels, epsilon: this.#epsilon });
  }
}

/**
 * Normalises each channel of each sequence on its own.
 *
 * Formula: `y = weight (x - mean_nc) / √(variance_nc + ε) + bias`, statistics over one sample's channel
 *
 * Shapes: `[N, C, L] -> [N, C, L]`; state with `affine` `weight`, `bias` [C], as in `torch.nn.InstanceNorm1d`.
 *
 * Reference: Ulyanov, Vedaldi & Lempitsky 2016, "Instance normalization", arXiv 1607.08022.
 *
 * Useful for: series whose level and range say nothing.
 *
 * @example new InstanceNorm1d(16)
 */
export class InstanceNorm1d extends InstanceNormalization {
  constructor(channels: number, options: GroupNormOptions = {}) {
    super(1, channels, options);
  }
}

/**
 * Normalises each channel of each image on its own.
 *
 * Formula: `y = weight (x - mean_nc) / √(variance_nc + ε) + bias`, statistics over one sample's channel
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`; state with `affine` `weight`, `bias` [C], as in `torch.nn.InstanceNorm2d`.
 *
 * Reference: Ulyanov, Vedaldi & Lempitsky 2016, "Instance normalization", arXiv 1607.08022.
 *
 * Useful for: style transfer and generators, where the contrast of an image is to be set anew.
 *
 * @example new InstanceNorm2d(64, { affine: true })
 */
export class InstanceNorm2d extends InstanceNormalization {
  constructor(channels: number, options: GroupNormOptions = {}) {
    super(2, channels, options);
  }
}

/**
 * Normalises each channel of each volume on its own.
 *
 * Formula: `y = weight (x - mean_nc) / √(variance_nc + ε) + bias`, statistics over one sample's channel
 *
 * Shapes: `[N, C, D, H, W] -> [N, C, D, H, W]`; state with `affine` `weight`, `bias` [C], as in `torch.nn.InstanceNorm3d`.
 *
 * Reference: Ulyanov, Vedaldi & Lempitsky 2016, "Instance normalization", arXiv 1607.08022.
 *
 * Useful for: medical scans, of which few fit into memory at once.
 *
 * @example new InstanceNorm3d(32)
 */
export class InstanceNorm3d extends InstanceNormalization {
  constructor(channels: number, options: GroupNormOptions = {}) {
    super(3, channels, options);
  }
}

/**
 * Divides each value by a measure of the activity of the neighbouring channels at its place. See {@link localResponseNorm}.
 *
 * Formula: `b_i = a_i / (k + α Σ_j a_j²)^β` over the `size` channels j around i; with `divideAlpha` α / size stands for α
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]`
 *
 * Reference: Krizhevsky, Sutskever & Hinton 2012, "ImageNet classification with deep convolutional neural networks",
 * section 3.3.
 *
 * Useful for: AlexNet and GoogLeNet as published; later nets normalise batches instead.
 *
 * @example new LocalResponseNorm({ size: 5, alpha: 1e-4, beta: 0.75, k: 2 })
 */
export class LocalResponseNorm extends Block {
  constructor(readonly options: LocalResponseNormOptions = {}) {
    super();
    checkOptions("LocalResponseNorm", options, { size: true, alpha: true, beta: true, k: true, divideAlpha: true });
  }

  forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.options);
  }
}
