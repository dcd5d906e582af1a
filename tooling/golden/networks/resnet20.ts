import {
  BatchNorm2d,
  Block,
  Conv2d,
  Identity,
  Linear,
  add,
  pad,
  reduceMean,
  relu,
  Sequential,
  slice,
  type Tensor,
} from "@blockzoo/core";

/** He et al. 2015 (arXiv 1512.03385), section 4.2: where sizes change, every second pixel, and zeros for new channels. */
class ShortcutA extends Block {
  constructor(
    readonly stride: number,
    readonly newChannels: number,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const strided = slice(x, {
      axes: [2, 3],
      starts: [0, 0],
      ends: [Infinity, Infinity],
      steps: [this.stride, this.stride],
    });
    return pad(strided, [
      [0, 0],
      [this.newChannels / 2, this.newChannels / 2],
      [0, 0],
      [0, 0],
    ]);
  }
}

class BasicBlock extends Block {
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;
  readonly shortcut;

  constructor(inChannels: number, channels: number, stride: number) {
    super();
    this.conv1 = new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(channels);
    this.shortcut = stride === 1 ? new Identity() : new ShortcutA(stride, channels - inChannels);
  }

  forward(x: Tensor): Tensor {
    const residual = x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2);
    return relu(add(residual, this.shortcut.forward(x)));
  }
}

/** The 20-layer CIFAR network of He et al. 2015, section 4.2, with option A shortcuts: 269,722 parameters. */
export class ResNet20 extends Block {
  readonly conv1 = new Conv2d(3, 16, 3, { padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(16);
  readonly layer1 = stage(16, 16, 1);
  readonly layer2 = stage(16, 32, 2);
  readonly layer3 = stage(32, 64, 2);
  readonly fc = new Linear(64, 10);

  forward(x: Tensor): Tensor {
    const features = x.pipe(this.conv1, this.bn1, relu, this.layer1, this.layer2, this.layer3);
    return this.fc.forward(reduceMean(features, { axes: [2, 3] }));
  }
}

function stage(inChannels: number, channels: number, stride: number): Sequential {
  return new Sequential(
    new BasicBlock(inChannels, channels, stride),
    new BasicBlock(channels, channels, 1),
    new BasicBlock(channels, channels, 1),
  );
}
