/**
 * The stylist: a photograph becomes a painting in one pass.
 *
 * J. Johnson, A. Alahi, L. Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution", arXiv 1603.08155, 2016
 * (ECCV 2016), section 3.1 and table 1 of the supplement.
 *
 *   conv1          9x9, 16 channels                                          H x W
 *   conv2, conv3   3x3 of stride 2, 32 and 64 channels                       H/4 x W/4
 *   residual       five times 3x3, 3x3 of 64 channels, and x added
 *   up1, up2       twice as high and wide, then 3x3, 32 and 16 channels      H x W
 *   rgb            9x9, 3 channels
 *
 * Every convolution but the last is normalised, and followed by ReLU unless it ends a residual block.
 *
 * Deviations:
 * - Widths are half the paper's (32, 64, 128), so that weights are below a megabyte.
 * - Instances are normalised, as in D. Ulyanov, A. Vedaldi, V. Lempitsky, "Instance Normalization", arXiv 1607.08022, 2016; the paper
 *   normalises batches.
 * - Maps are enlarged smoothly and then convolved. The paper has convolutions of stride ½, which leave checkerboards (A. Odena,
 *   V. Dumoulin, C. Olah, "Deconvolution and Checkerboard Artifacts", Distill 2016); repeated elements alone leave a mesh.
 * - Every convolution mirrors its maps at the border. The paper mirrors 40 pixels of the image, and lets maps shrink.
 * - A logistic function bounds colours: the paper's scaled tanh, but for a factor of 2 inside.
 */
import {
  add,
  averagePool,
  Block,
  Conv2d,
  InstanceNorm2d,
  kaimingNormal,
  reflectPad,
  relu,
  resize,
  sigmoid,
  type Tensor,
} from "@blockzoo/core";

export interface StylistOptions {
  /** Channels at full, half and quarter size. Default 16, 32, 64; the paper's are 32, 64, 128. */
  readonly widths?: readonly [full: number, half: number, quarter: number];
  /** How many residual blocks there are. Default 5. */
  readonly residuals?: number;
}

/**
 * Images [N, 3, H, W] to images of the same size, red, green, blue from 0 to 1. Height and width that are no multiples of 4 are
 * rounded up to such: what is more lies at the bottom and on the right.
 */
export class Stylist extends Block {
  readonly conv1: Convolution;
  readonly conv2: Convolution;
  readonly conv3: Convolution;
  readonly residual: readonly Residual[];
  readonly up1: Convolution;
  readonly up2: Convolution;
  readonly rgb: Conv2d;

  constructor({ widths = [16, 32, 64], residuals = 5 }: StylistOptions = {}) {
    super();
    const [full, half, quarter] = widths;
    this.conv1 = new Convolution(3, full, 9);
    this.conv2 = new Convolution(full, half, 3, { stride: 2 });
    this.conv3 = new Convolution(half, quarter, 3, { stride: 2 });
    this.residual = Array.from({ length: residuals }, () => new Residual(quarter));
    this.up1 = new Convolution(quarter, half, 3);
    this.up2 = new Convolution(half, full, 3);
    this.rgb = new Conv2d(full, 3, 9);
  }

  forward(images: Tensor): Tensor {
    const small = images.pipe(this.conv1, relu, this.conv2, relu, this.conv3, relu);
    const painted = small.pipe(...this.residual);
    return painted.pipe(twice, this.up1, relu, twice, this.up2, relu, framed(this.rgb), sigmoid);
  }
}

/** A convolution of the mirrored image, normalised. */
class Convolution extends Block {
  readonly conv: Conv2d;
  readonly norm: InstanceNorm2d;

  constructor(inChannels: number, channels: number, kernel: number, options: { readonly stride?: number } = {}) {
    super();
    this.conv = new Conv2d(inChannels, channels, kernel, { ...options, bias: false, initializer: kaimingNormal() });
    this.norm = new InstanceNorm2d(channels, { affine: true });
  }

  forward(x: Tensor): Tensor {
    return x.pipe(framed(this.conv), this.norm);
  }
}

class Residual extends Block {
  readonly conv1: Convolution;
  readonly conv2: Convolution;

  constructor(channels: number) {
    super();
    this.conv1 = new Convolution(channels, channels, 3);
    this.conv2 = new Convolution(channels, channels, 3);
  }

  forward(x: Tensor): Tensor {
    return add(x, x.pipe(this.conv1, relu, this.conv2));
  }
}

/** The convolution of x mirrored at its border as far as the kernel reaches. */
function framed(convolution: Conv2d): (x: Tensor) => Tensor {
  const reach = (Number(convolution.weight.shape[2]) - 1) / 2;
  return (x) => reflectPad(x, reach).pipe(convolution);
}

/** Twice the size, smoothly: each element four times, then the mean of the nine around each. Sizes may be open. */
function twice(x: Tensor): Tensor {
  const repeated = resize(x, { factor: 2 });
  return averagePool(repeated, { kernel: 3, strides: 1, padding: 1, countIncludePad: false });
}
