import { BatchNorm2d, Block, Conv2d, Linear, add, pad, reduceMean, relu, slice, type Tensor } from "@blockzoo/core";

class BasicBlock extends Block {
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;

  constructor(
    readonly inChannels: number,
    readonly channels: number,
    readonly stride: number,
  ) {
    super();
    this.conv1 = new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(channels);
  }

  forward(x: Tensor): Tensor {
    return relu(add(x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2), this.#shortcut(x)));
  }

  /** Option A: where sizes change, every second pixel, and zeros for the new channels. */
  #shortcut(x: Tensor): Tensor {
    if (this.stride === 1) return x;
    const steps = [this.stride, this.stride];
    const strided = slice(x, { axes: [2, 3], starts: [0, 0], ends: [Infinity, Infinity], steps });
    const added = (this.channels - this.inChannels) / 2;
    return pad(strided, [
      [0, 0],
      [added, added],
      [0, 0],
      [0, 0],
    ]);
  }
}

/**
 * The 20-layer network of He et al. 2015 (arXiv 1512.03385), section 4.2: 269,722 parameters. Blocks are numbered through,
 * so that the twins in Python and tfjs find their weights by the same names.
 */
export class ResNet20 extends Block {
  readonly conv1 = new Conv2d(3, 16, 3, { padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(16);
  readonly blocks = [16, 32, 64].flatMap((channels, stage) =>
    [0, 1, 2].map((index) => {
      const widens = stage > 0 && index === 0;
      return new BasicBlock(widens ? channels / 2 : channels, channels, widens ? 2 : 1);
    }),
  );
  readonly fc = new Linear(64, 10);

  /** Images [N, 3, 32, 32] to logits [N, 10]. */
  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.conv1, this.bn1, relu, ...this.blocks);
    return this.fc.forward(reduceMean(maps, { axes: [2, 3] }));
  }
}
