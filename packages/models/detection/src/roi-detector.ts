/**
 * A detector that is shown regions: the trunk sees the image once, the head judges each region by what RoI pooling cuts out
 * of the trunk's maps.
 *
 * R. Girshick, "Fast R-CNN", 2015, arXiv 1504.08083, sections 2.1 to 2.3.
 *
 * Notation: K classes, 0 the background; t = (t_x, t_y, t_w, t_h) the box regression of section 2.3.
 *
 * Deviations: a trunk of five convolutions in the place of VGG-16, one hidden layer of 64 in the place of two of 4096, RoI
 * pooling to 5x5 and not 7x7, one regression for all classes; proposals from a grid (proposals.ts) and not from selective
 * search; a region is regressed, pooled again and regressed again, which the paper does once.
 */
import {
  Block,
  flatten,
  kaimingNormal,
  Linear,
  MaxPool2d,
  normal,
  relu,
  RoiPool2d,
  Sequential,
  type Tensor,
  zeros,
} from "@blockzoo/core";
import { convolutions } from "./convolutions.js";

export interface RoiDetectorOptions {
  /** Of the images. Default 1. */
  readonly channels?: number;
  /** K, without the background. Default 3. */
  readonly classes?: number;
}

const pooled = 5;
const widths = { full: 16, half: 24, head: 64 };
/** Of the outputs' first weights, section 2.3. With PyTorch's default, uniform within 1/8, the recipe ends .05 to .08 lower. */
const deviations = { scores: 0.01, deltas: 0.001 };

/**
 * Images [N, channels, H, W] and regions [R, 5], rows of the image's index, x0, y0, x1, y1 in pixels, to `scores` [R, K + 1],
 * logits, and `deltas` [R, 4], which move each region onto the object.
 *
 * @example new RoiDetector({ channels: 3, classes: 20 })
 */
export class RoiDetector extends Block {
  readonly features: Sequential;
  readonly pool = new RoiPool2d(pooled, { spatialScale: 1 / 2 });
  readonly fc: Linear;
  readonly scores: Linear;
  readonly deltas: Linear;

  constructor({ channels = 1, classes = 3 }: RoiDetectorOptions = {}) {
    super();
    const { full, half, head } = widths;
    this.features = new Sequential(
      ...convolutions(channels, full, full),
      new MaxPool2d(2),
      ...convolutions(full, half, half, half),
    );
    this.fc = new Linear(half * pooled * pooled, head, { initializer: kaimingNormal() });
    this.scores = output(classes + 1, deviations.scores);
    this.deltas = output(4, deviations.deltas);
  }

  /** Both parts, as they are trained. */
  forward(image: Tensor, regions: Tensor): Record<"scores" | "deltas", Tensor> {
    return this.judge(this.extract(image), regions);
  }

  /** The trunk: maps [N, 24, H / 2, W / 2] of images, which serve any number of regions. */
  extract(image: Tensor): Tensor {
    return this.features.forward(image);
  }

  /** The head: what each region of the maps holds. */
  judge(maps: Tensor, regions: Tensor): Record<"scores" | "deltas", Tensor> {
    const cut = this.pool.forward(maps, regions);
    const hidden = flatten(cut).pipe(this.fc, relu);
    return { scores: this.scores.forward(hidden), deltas: this.deltas.forward(hidden) };
  }
}

function output(size: number, deviation: number): Linear {
  return new Linear(widths.head, size, { initializer: normal({ deviation }), biasInitializer: zeros() });
}
