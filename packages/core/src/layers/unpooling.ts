import { Block } from "../blocks/block.js";
import { checkOptions } from "../check-options.js";
import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { maxUnpool } from "../ops/pooling.js";
import { pad, reshape } from "../ops/shape.js";
import { normalizeWindow, perAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";
import type { PoolingOptions } from "./pooling.js";
import type { Pair } from "./sizes.js";

/**
 * Undoes a max-pool by its switches: every value goes back to the place of its maximum, the rest is zero.
 *
 * Formula: `y[n,c, switch[n,c,p]] += v[n,c,p]`, zero elsewhere
 *
 * Shapes: values and switches `[N, C, H, W] -> [N, C, (H - 1) stride - padding + k, ...]`, or the sizes that are handed over
 *
 * Reference: Zeiler & Fergus 2014, "Visualizing and understanding convolutional networks", section 2.1; Noh, Hong & Han
 * 2015, "Learning deconvolution network for semantic segmentation", arXiv 1505.04366.
 *
 * Useful for: decoders that shall know where in its window each maximum stood; looking back from a feature to pixels.
 *
 * @example
 * const { values, switches } = maxPoolWithSwitches(x, { kernel: 2 });
 * const restored = new MaxUnpool2d(2).forward(values, switches);
 */
export class MaxUnpool2d extends Block {
  constructor(
    readonly kernel: Pair,
    readonly options: Omit<PoolingOptions<2>, "ceilMode"> = {},
  ) {
    super();
    checkOptions("MaxUnpool2d", options, { stride: true, padding: true });
  }

  /** @param outputShape height and width of the pool's input, where its windows left some over */
  forward(values: Tensor, switches: Tensor, outputShape?: readonly [number, number]): Tensor {
    const { stride = this.kernel, padding } = this.options;
    const window = normalizeWindow("MaxUnpool2d", 2, this.kernel, { strides: stride, padding });
    check(values.rank === 4, () => `expects values [N, C, H, W], got ${describeType(values)}`);
    const covered = numericShape(values.shape.slice(2), "unpooling").map((size, axis) => {
      const [before, after] = window.padding[axis]!;
      return (size - 1) * window.strides[axis]! + window.kernel[axis]! - before - after;
    });
    return maxUnpool(values, switches, { outputShape: outputShape ?? covered });
  }
}

/**
 * Enlarges maps without switches: every value stands in the top left corner of a block of its own, the rest is zero. One
 * pad of the image, seen as rows and columns of single pixels.
 *
 * Formula: `y[n,c, f p, f q] = x[n,c,p,q]`, zero elsewhere
 *
 * Shapes: `[N, C, H, W] -> [N, C, f H, f W]` for a factor f, or one for each axis
 *
 * Reference: Dosovitskiy et al. 2015, "Learning to generate chairs with convolutional neural networks", arXiv 1411.5928,
 * section 3.1.
 *
 * Useful for: generators, before a convolution that spreads the values.
 *
 * @example new Sequential(new CornerUnpool2d(2), new Conv2d(256, 92, 5, { padding: 2 }))
 */
export class CornerUnpool2d extends Block {
  constructor(readonly factor: Pair = 2) {
    super();
  }

  forward(x: Tensor): Tensor {
    check(x.rank === 4, () => `expects images [N, C, H, W], got x ${describeType(x)}`);
    const batch = x.shape[0]!;
    const [channels, height, width] = numericShape(x.shape.slice(1), "unpooling") as [number, number, number];
    const [down, right] = perAxis("CornerUnpool2d", "factor", this.factor, 2, 1) as [number, number];
    const none = [0, 0] as const;
    const blocks = pad(reshape(x, [batch, channels, height, 1, width, 1]), [
      none,
      none,
      none,
      [0, down - 1],
      none,
      [0, right - 1],
    ]);
    return reshape(blocks, [batch, channels, height * down, width * right]);
  }
}
