/**
 * A detector without proposals: one map for each class, whose peaks are the objects, and at each place the box of the
 * object there.
 *
 * The idea of a heat map with a regression beside it: P. Sermanet, D. Eigen, X. Zhang, M. Mathieu, R. Fergus, Y. LeCun,
 * "OverFeat: Integrated Recognition, Localization and Detection using Convolutional Networks", 2013, arXiv 1312.6229,
 * sections 4 and 5.
 *
 * Notation: a cell (i, j) of the maps is a square of `stride` = 4 pixels, its centre at (4 i + 2, 4 j + 2).
 *
 * Deviations from OverFeat: small and with batch normalisation; one box for all classes and not one for each; the head is
 * trained together with the trunk, on the cell that holds the object's centre alone; classes do not exclude each other
 * (sigmoid), so that no cell needs a class for the background.
 */
import { add, Block, Conv2d, kaimingNormal, MaxPool2d, Sequential, type Tensor } from "@blockzoo/core";
import { convolutions } from "./convolutions.js";

export interface HeatDetectorOptions {
  /** Of the images. Default 1. */
  readonly channels?: number;
  /** Default 3. */
  readonly classes?: number;
  /** Channels of the pairs of convolutions at full, half and quarter size. Default 16, 32, 48. */
  readonly widths?: readonly [number, number, number];
}

/** Pixels of a cell's side: two poolings halve the image twice. */
export const stride = 4;

/** The logit of every class everywhere before training: objects are rare, 2 % and not 50 % of the cells. */
const prior = -4;

/**
 * Images [N, channels, H, W] to `scores` [N, classes, H / 4, W / 4], logits, and `boxes` [N, 4, H / 4, W / 4]: how the
 * object's centre lies to the cell's, in cells, and the logarithms of its width and height, in units of 12 pixels.
 *
 * It is fully convolutional: height and width are free.
 *
 * @example new HeatDetector({ channels: 3, classes: 20 })
 */
export class HeatDetector extends Block {
  readonly features: Sequential;
  readonly scores: Conv2d;
  readonly boxes: Conv2d;

  constructor({ channels = 1, classes = 3, widths: [full, half, quarter] = [16, 32, 48] }: HeatDetectorOptions = {}) {
    super();
    this.features = new Sequential(
      ...convolutions(channels, full, full),
      new MaxPool2d(2),
      ...convolutions(full, half, half),
      new MaxPool2d(2),
      ...convolutions(half, quarter, quarter),
    );
    this.scores = new Conv2d(quarter, classes, 1, { initializer: kaimingNormal({ gain: 1 }) });
    this.boxes = new Conv2d(quarter, 4, 1, { initializer: kaimingNormal({ gain: 1 }) });
  }

  forward(image: Tensor): Record<"scores" | "boxes", Tensor> {
    const maps = this.features.forward(image);
    return { scores: add(this.scores.forward(maps), prior), boxes: this.boxes.forward(maps) };
  }
}
