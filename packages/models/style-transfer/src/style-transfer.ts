/**
 * Style transfer: two convolutions with shared weights, each followed by subsampling, and a linear classifier.
 *
 * Y. LeCun, B. Boser, J. S. Denker et al., "Backpropagation Applied to Handwritten Zip Code Recognition",
 * Neural Computation 1(4), 1989.
 *
 * Notation: N images of C channels, H rows and W columns.
 *
 * Deviations: maxima are taken instead of strided convolutions, f is relu instead of tanh, all maps are connected.
 */
import { Block, Conv2d, flatten, Linear, maxPool, relu, type Tensor } from "@blockzoo/core";

/** Images [N, 1, 16, 16] to logits [N, 10]. */
export class StyleTransfer extends Block {
  readonly conv1 = new Conv2d(1, 8, 5, { padding: 2 });
  readonly conv2 = new Conv2d(8, 16, 5, { padding: 2 });
  readonly fc = new Linear(16 * 4 * 4, 10);

  forward(x: Tensor): Tensor {
    return flatten(x.pipe(this.conv1, relu, halve, this.conv2, relu, halve)).pipe(this.fc);
  }
}

/** The maximum of each 2x2 window: [N, C, H, W] to [N, C, H/2, W/2]. */
function halve(x: Tensor): Tensor {
  return maxPool(x, { kernel: 2 });
}
