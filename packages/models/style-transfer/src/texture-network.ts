/**
 * The texture network: noise of several sizes becomes a texture in one pass.
 *
 * D. Ulyanov, V. Lebedev, A. Vedaldi, V. Lempitsky, "Texture Networks: Feed-forward Synthesis of Textures and Stylized Images",
 * arXiv 1603.03417, 2016 (ICML 2016), section 4.2 and figure 2.
 *
 * Notation: z_1 .. z_K the noise, uniform from 0 to 1, each half as high and wide as the one before; "conv block" 3x3, 3x3 and 1x1
 * convolutions, each normalised and followed by a leaky ReLU; "join" the smaller maps upsampled to twice their size, both
 * normalised and concatenated.
 *
 *   z_K            conv block to 8 channels                                 H x W
 *   z_K-1          conv block to 8, join, conv block of 16                  2H x 2W
 *   ...
 *   z_1            conv block to 8, join, conv block of 8 K, 1x1 to RGB     2^(K-1) H x 2^(K-1) W    K = 5: 71 thousand parameters
 *
 * All convolutions see the opposite edge where the image ends, so that every texture continues into itself: it tiles the plane.
 *
 * Deviations: instances are normalised and not batches, so that a texture is the same alone and in a batch, as the authors do
 * themselves since "Improved Texture Networks", arXiv 1701.02096, 2017; a logistic function bounds colours; first weights follow
 * He et al. 2015.
 */
import {
  Block,
  check,
  circularPad,
  concat,
  Conv2d,
  InstanceNorm2d,
  kaimingNormal,
  leakyRelu,
  resize,
  sigmoid,
  type Tensor,
} from "@blockzoo/core";

export interface TextureNetworkOptions {
  /** K, how many sizes of noise there are. Default 5. */
  readonly scales?: number;
  /** Channels that each noise brings. Default 8. */
  readonly width?: number;
}

/** Channels of each noise. */
export const noiseChannels = 3;

/**
 * Noise `z_1` [N, 3, 2^(K-1) H, 2^(K-1) W] to `z_K` [N, 3, H, W] to textures [N, 3, 2^(K-1) H, 2^(K-1) W], red, green, blue
 * from 0 to 1.
 */
export class TextureNetwork extends Block {
  /** Of z_1 to z_K. */
  readonly noise: readonly ConvBlock[];
  /** Where the smaller scales come in, and what is made of both: of z_1 to z_K-1. */
  readonly join: readonly Join[];
  readonly joined: readonly ConvBlock[];
  readonly rgb: Conv2d;

  constructor({ scales = 5, width = 8 }: TextureNetworkOptions = {}) {
    super();
    this.noise = Array.from({ length: scales }, () => new ConvBlock(noiseChannels, width));
    // At each scale as many channels as all noise up to there brings.
    const widths = Array.from({ length: scales - 1 }, (_, scale) => width * (scales - scale));
    this.join = widths.map((all) => new Join(all - width, width));
    this.joined = widths.map((all) => new ConvBlock(all, all));
    this.rgb = new Conv2d(width * scales, 3, 1);
  }

  forward(...noise: readonly Tensor[]): Tensor {
    check(
      noise.length === this.noise.length,
      () => `expects noise of ${this.noise.length} sizes, got ${noise.length} tensors`,
    );
    const maps = noise.map((z, scale) => this.noise[scale]!.forward(z));
    const joined = maps.reduceRight((smaller, own, scale) =>
      this.joined[scale]!.forward(this.join[scale]!.forward(smaller, own)),
    );
    return joined.pipe(this.rgb, sigmoid);
  }
}

/** Normalised, convolved and rectified three times. */
class ConvBlock extends Block {
  readonly conv: readonly Conv2d[];
  readonly norm: readonly InstanceNorm2d[];

  constructor(inChannels: number, channels: number) {
    super();
    this.conv = [3, 3, 1].map((kernel, index) => {
      return new Conv2d(index === 0 ? inChannels : channels, channels, kernel, {
        bias: false,
        initializer: kaimingNormal(),
      });
    });
    this.norm = this.conv.map(() => new InstanceNorm2d(channels, { affine: true }));
  }

  forward(x: Tensor): Tensor {
    return this.conv.reduce((y, conv, index) => {
      const reach = conv.weight.shape[2] === 3 ? 1 : 0;
      return circularPad(y, reach).pipe(conv, this.norm[index]!, leakyRelu);
    }, x);
  }
}

/** Both halves of what a scale sees, of equal strength: what smaller scales made, and its own noise. */
class Join extends Block {
  readonly smaller: InstanceNorm2d;
  readonly own: InstanceNorm2d;

  constructor(smaller: number, own: number) {
    super();
    this.smaller = new InstanceNorm2d(smaller, { affine: true });
    this.own = new InstanceNorm2d(own, { affine: true });
  }

  forward(smaller: Tensor, own: Tensor): Tensor {
    const upsampled = resize(smaller, { factor: 2 });
    return concat([this.smaller.forward(upsampled), this.own.forward(own)], 1);
  }
}
