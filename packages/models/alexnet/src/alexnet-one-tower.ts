/**
 * AlexNet in one tower, the form that torchvision ships.
 *
 * A. Krizhevsky, "One weird trick for parallelizing convolutional neural networks", arXiv 1404.5997, 2014, section 5 and
 * footnote 1: no groups, no response normalisation, fewer kernels (64, 192, 384, 256, 256) than the network of 2012.
 *
 * Names, and therefore the keys of the state dict, are torchvision's. As there, the first convolution pads images of 224x224
 * by 2, an average pool takes images of other sizes to the 6x6 that the dense layers expect, and dropout precedes the dense
 * layers. First weights are PyTorch's default, uniform within ±1/√fan-in.
 */
import {
  adaptiveAveragePool,
  Block,
  Conv2d,
  Dropout,
  flatten,
  Linear,
  MaxPool2d,
  relu,
  Sequential,
  type Tensor,
} from "@blockzoo/core";

export interface OneTowerAlexNetOptions {
  /** Default 1000. */
  readonly classes?: number;
  /** Before the two hidden dense layers, in training. Default 0.5. */
  readonly dropout?: number;
}

/** Images [N, 3, H, W], 224x224 usually, to logits [N, classes]. */
export class OneTowerAlexNet extends Block {
  readonly features = new Sequential(
    new Conv2d(3, 64, 11, { stride: 4, padding: 2 }),
    relu,
    new MaxPool2d(3, { stride: 2 }),
    new Conv2d(64, 192, 5, { padding: 2 }),
    relu,
    new MaxPool2d(3, { stride: 2 }),
    new Conv2d(192, 384, 3, { padding: 1 }),
    relu,
    new Conv2d(384, 256, 3, { padding: 1 }),
    relu,
    new Conv2d(256, 256, 3, { padding: 1 }),
    relu,
    new MaxPool2d(3, { stride: 2 }),
  );
  readonly classifier;

  constructor({ classes = 1000, dropout = 0.5 }: OneTowerAlexNetOptions = {}) {
    super();
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Linear(256 * 6 * 6, 4096),
      relu,
      new Dropout(dropout),
      new Linear(4096, 4096),
      relu,
      new Linear(4096, classes),
    );
  }

  forward(x: Tensor): Tensor {
    const maps = adaptiveAveragePool(this.features.forward(x), 6);
    return flatten(maps).pipe(this.classifier);
  }
}
