/**
 * Fully convolutional networks on VGG-16: FCN-32s, FCN-16s and FCN-8s.
 *
 * J. Long, E. Shelhamer, T. Darrell, "Fully Convolutional Networks for Semantic Segmentation", arXiv 1411.4038, 2014 (CVPR
 * 2015), sections 3 and 4. Sizes, names and offsets are those of the authors' Caffe models.
 *
 * The dense layers of VGG-16 become convolutions: fc6 of 7x7, fc7 and the scores of 1x1. Scores have a stride of 32 then.
 * Transposed convolutions bring them back to pixels; on the way, scores of earlier pools are added, which know places
 * better (the "deep jet", figure 3):
 *
 *   32s   score_fr -> upscore (64x64, stride 32)                                         136,152,917 parameters
 *   16s   score_fr -> x2, + score of pool4 -> upscore (32x32, stride 16)                  134,815,994
 *   8s    score_fr -> x2, + score of pool4 -> x2, + score of pool3 -> upscore (16x16)     134,489,759
 *
 * The first convolution pads by 100, so that an image of any size gives scores, and the result is cropped to the image. Where
 * the crop begins follows from pads and kernels: 19, 27 or 31 pixels into the result.
 *
 * Deviations:
 * - The trunk is that of @blockzoo/vgg, whose keys are torchvision's (`features.0.weight` ...), so that weights of vgg16 fit;
 *   its dense layers do too, reshaped. The padding of 100 is 99 zeros around the image and then VGG's own.
 * - All upsampling is trained. In the paper that of the last layer stays as it is: `freeze(model, "upscore")`.
 * - First weights of fc6 to score_fr are He's, since there may be no trained ones; in the paper score_fr begins with zeros.
 *   The scores of skips are zero at first, as in the paper: a network with one more skip begins as that without.
 */
import { Block, constantPad, Conv2d, Dropout, kaimingNormal, relu, type Tensor } from "@blockzoo/core";
import { table1, VggFeatures, type Layer, type Stages } from "@blockzoo/vgg";
import { upsampling } from "./bilinear.js";
import { cropTo } from "./crop.js";
import { Skip } from "./skip.js";

/** The stride of the last upsampling: how fine the finest scores are. */
export type FcnStride = 8 | 16 | 32;

/** Where the image begins in the output of the last upsampling. */
const offsets: Readonly<Record<FcnStride, number>> = { 32: 19, 16: 27, 8: 31 };

/** The padding of 100 without the one that VGG's first convolution adds. */
const frame = 99;

export interface FcnOptions {
  readonly stride: FcnStride;
  /** With the background. Default 21, as in PASCAL VOC. */
  readonly classes?: number;
  /** Of the trunk, five of them. Default: configuration D, VGG-16. */
  readonly stages?: Stages;
  /** Channels of fc6 and fc7. Default 4096. */
  readonly hidden?: number;
}

/**
 * Images [N, 3, H, W] to scores [N, classes, H, W].
 *
 * @example new Fcn({ stride: 8 })
 */
export class Fcn extends Block {
  readonly features: VggFeatures;
  readonly fc6;
  readonly drop6 = new Dropout(0.5);
  readonly fc7;
  readonly drop7 = new Dropout(0.5);
  readonly score_fr;
  readonly pool4: Skip | undefined;
  readonly pool3: Skip | undefined;
  readonly upscore;
  readonly #offset: number;

  constructor({ stride, classes = 21, stages = table1.D, hidden = 4096 }: FcnOptions) {
    super();
    const initializer = kaimingNormal();
    this.features = new VggFeatures({ stages, ceilMode: true });
    this.fc6 = new Conv2d(this.features.outChannels, hidden, 7, { initializer });
    this.fc7 = new Conv2d(hidden, hidden, 1, { initializer });
    this.score_fr = new Conv2d(hidden, classes, 1, { initializer });
    if (stride <= 16) this.pool4 = new Skip(channelsOf(stages[3]!), classes, { offset: 5 });
    if (stride <= 8) this.pool3 = new Skip(channelsOf(stages[2]!), classes, { offset: 9 });
    this.upscore = upsampling(classes, stride, { padding: 0 });
    this.#offset = offsets[stride];
  }

  forward(x: Tensor): Tensor {
    const { pool3, pool4, pool5 } = this.features.activations(constantPad(x, frame), ["pool3", "pool4", "pool5"]);
    let scores = pool5.pipe(this.fc6, relu, this.drop6, this.fc7, relu, this.drop7, this.score_fr);
    if (this.pool4 !== undefined) scores = this.pool4.forward(scores, pool4);
    if (this.pool3 !== undefined) scores = this.pool3.forward(scores, pool3);
    return cropTo(this.upscore.forward(scores), x.shape, this.#offset);
  }
}

/** What the last convolution of a stage gives. */
function channelsOf(stage: readonly Layer[]): number {
  return Number(stage.at(-1)!.split("-")[1]);
}
