import { Block, Conv2d, flatten, kaimingNormal, Linear, maxPool, relu, type Tensor } from "@blockzoo/core";

const initializer = kaimingNormal();

/**
 * A classifier of grey images of 32x32 whose convolutions add no zeros: what it says of a window of an image is exactly what
 * it says of that window cut out. `[N, 1, 32, 32] -> [N, classes]`
 */
export class GlyphClassifier extends Block {
  readonly conv1 = new Conv2d(1, 12, 5, { initializer });
  readonly conv2 = new Conv2d(12, 24, 5, { initializer });
  readonly fc1 = new Linear(24 * 5 * 5, 64, { initializer });
  readonly fc2;

  constructor(classes: number) {
    super();
    this.fc2 = new Linear(64, classes, { initializer });
  }

  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.conv1, relu, halve, this.conv2, relu, halve);
    return flatten(maps).pipe(this.fc1, relu, this.fc2);
  }
}

function halve(x: Tensor): Tensor {
  return maxPool(x, { kernel: 2 });
}
