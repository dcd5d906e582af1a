/**
 * FCN in small, for grey images: the same idea as fcn.ts at a size that trains in seconds.
 *
 *   stage1, stage2, stage3   two 3x3 convolutions each, 16, 32, 48 channels; batch normalisation and ReLU; a 2x2 pool
 *   score                    1x1 on pool3, stride 8
 *   skips                    none, pool2, or pool2 and pool1; upsampling by what is left: 8, 4, 2
 *
 * Deviations from fcn.ts: maps keep their size instead of being padded by 100; pools round up, and what upsampling makes too
 * large is cut off, so images of any size give scores of their own size.
 */
import { BatchNorm2d, Block, Conv2d, kaimingNormal, MaxPool2d, relu, Sequential, type Tensor } from "@blockzoo/core";
import { upsampling } from "./bilinear.js";
import { cropTo } from "./crop.js";
import { Skip } from "./skip.js";

export interface FcnMiniOptions {
  /** How many earlier pools add their scores. */
  readonly skips: 0 | 1 | 2;
  /** With the background. */
  readonly classes: number;
}

/** Images [N, 1, H, W] to scores [N, classes, H, W]. */
export class FcnMini extends Block {
  readonly stage1 = stage(1, 16);
  readonly stage2 = stage(16, 32);
  readonly stage3 = stage(32, 48);
  readonly score;
  readonly pool2: Skip | undefined;
  readonly pool1: Skip | undefined;
  readonly upscore;

  constructor({ skips, classes }: FcnMiniOptions) {
    super();
    this.score = new Conv2d(48, classes, 1, { initializer: kaimingNormal() });
    if (skips >= 1) this.pool2 = new Skip(32, classes);
    if (skips >= 2) this.pool1 = new Skip(16, classes);
    this.upscore = upsampling(classes, 8 / 2 ** skips);
  }

  forward(x: Tensor): Tensor {
    const pool1 = this.stage1.forward(x);
    const pool2 = this.stage2.forward(pool1);
    let scores = pool2.pipe(this.stage3, this.score);
    if (this.pool2 !== undefined) scores = this.pool2.forward(scores, pool2);
    if (this.pool1 !== undefined) scores = this.pool1.forward(scores, pool1);
    return cropTo(this.upscore.forward(scores), x.shape);
  }
}

/** Halves height and width, rounding up. */
function stage(inChannels: number, channels: number): Sequential {
  const convolution = (from: number) => [
    new Conv2d(from, channels, 3, { padding: 1, initializer: kaimingNormal() }),
    new BatchNorm2d(channels),
    relu,
  ];
  return new Sequential(...convolution(inChannels), ...convolution(channels), new MaxPool2d(2, { ceilMode: true }));
}
