import { add, Block, Conv2d, zeros, type Tensor } from "@blockzoo/core";
import { upsampling } from "./bilinear.js";
import { cropTo } from "./crop.js";

export interface SkipOptions {
  /**
   * Where the scores begin on the map of the pool, which is larger where the image was padded. By default both begin
   * together, and what the scores have more is cut off.
   */
  readonly offset?: number;
}

/**
 * Doubles scores `[N, K, h, w]` and adds those of an earlier pool `[N, C, H, W]`, whose resolution is twice theirs (Long,
 * Shelhamer & Darrell 2014, section 4.2): zero at first.
 */
export class Skip extends Block {
  readonly score;
  readonly upscore;
  readonly #offset: number | undefined;

  constructor(channels: number, classes: number, { offset }: SkipOptions = {}) {
    super();
    this.score = new Conv2d(channels, classes, 1, { initializer: zeros() });
    this.upscore = upsampling(classes, 2, offset === undefined ? {} : { padding: 0 });
    this.#offset = offset;
  }

  forward(scores: Tensor, pool: Tensor): Tensor {
    const [larger, own] = [this.upscore.forward(scores), this.score.forward(pool)];
    return this.#offset === undefined
      ? add(cropTo(larger, own.shape), own)
      : add(larger, cropTo(own, larger.shape, this.#offset));
  }
}
