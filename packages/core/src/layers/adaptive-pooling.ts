import { Block } from "../blocks/block.js";
import { adaptiveAveragePool, adaptiveMaxPool } from "../functions/pooling.js";
import type { PerAxis } from "../ops/window.js";
import type { Tensor } from "../tensor.js";

/**
 * The mean of so many bins along each spatial axis, whatever the size of the input; see {@link adaptiveAveragePool}.
 *
 * Formula: `y[i] = mean x[floor(i S / O) .. ceil((i + 1) S / O) - 1]` for size S and O outputs, in each axis
 *
 * Shapes: `[N, C, ...] -> [N, C, ...outputSize]` with 1 to 3 spatial axes
 *
 * Reference: He et al. 2014, "Spatial pyramid pooling in deep convolutional networks", arXiv 1406.4729, section 2.2.
 *
 * Useful for: images of any size before layers that want one size.
 *
 * @example new Sequential(new AdaptiveAveragePool(7), flatten, new Linear(512 * 49, 4096))
 */
export class AdaptiveAveragePool extends Block {
  constructor(readonly outputSize: PerAxis) {
    super();
  }

  forward(x: Tensor): Tensor {
    return adaptiveAveragePool(x, this.outputSize);
  }
}

/**
 * The largest value of so many bins along each spatial axis, whatever the size of the input; see {@link adaptiveMaxPool}.
 *
 * Formula: `y[i] = max x[floor(i S / O) .. ceil((i + 1) S / O) - 1]` for size S and O outputs, in each axis
 *
 * Shapes: `[N, C, ...] -> [N, C, ...outputSize]` with 1 to 3 spatial axes
 *
 * Reference: He et al. 2014, "Spatial pyramid pooling in deep convolutional networks", arXiv 1406.4729, section 2.2.
 *
 * Useful for: images of any size before layers that want one size, where the strongest response counts.
 *
 * @example new AdaptiveMaxPool(4)
 */
export class AdaptiveMaxPool extends Block {
  constructor(readonly outputSize: PerAxis) {
    super();
  }

  forward(x: Tensor): Tensor {
    return adaptiveMaxPool(x, this.outputSize);
  }
}
