/**
 * MobileNet.
 *
 * A. G. Howard, M. Zhu, B. Chen, D. Kalenichenko, W. Wang, T. Weyand, M. Andreetto, H. Adam, "MobileNets: Efficient
 * Convolutional Neural Networks for Mobile Vision Applications", arXiv 1704.04861, 2017.
 *
 * Notation: M input and N output channels, alpha the width multiplier (section 3.3).
 *
 * Deviations: table 1 gives the last depthwise convolution stride 2, which its own sizes contradict; it has stride 1 here.
 * Padding is symmetric, where TensorFlow pads rows and columns at the end only.
 */
import { BatchNorm2d, Block, Conv2d, Linear, reduceMean, relu, Sequential, type Tensor } from "@blockzoo/core";

/** One row of table 1: output channels before the width multiplier, and the stride of the depthwise convolution. */
export type SeparableLayer = readonly [channels: number, stride: 1 | 2];

/** Table 1, from the first depthwise convolution to the last. */
export const layers224: readonly SeparableLayer[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

/**
 * Section 3.1: a depthwise convolution filters each channel by itself, a pointwise one combines them. Each is followed by
 * batch normalisation and relu (figure 3, right). [N, M, H, W] to [N, N, H / stride, W / stride].
 *
 * The cost is 1/N + 1/9 of that of a full 3x3 convolution.
 */
export class SeparableConvolution extends Block {
  readonly depthwise: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly pointwise: Conv2d;
  readonly bn2: BatchNorm2d;

  constructor(inChannels: number, channels: number, stride: 1 | 2 = 1) {
    super();
    this.depthwise = new Conv2d(inChannels, inChannels, 3, { stride, padding: 1, groups: inChannels, bias: false });
    this.bn1 = new BatchNorm2d(inChannels);
    this.pointwise = new Conv2d(inChannels, channels, 1, { bias: false });
    this.bn2 = new BatchNorm2d(channels);
  }

  forward(x: Tensor): Tensor {
    return x.pipe(this.depthwise, this.bn1, relu, this.pointwise, this.bn2, relu);
  }
}

export interface MobileNetOptions {
  /** Default 3. */
  readonly inChannels?: number;
  /** Default 1000. */
  readonly classes?: number;
  /** alpha: every layer's channels are multiplied by it. Default 1. */
  readonly width?: number;
  /** Channels of the first, full convolution before the width multiplier. Default 32. */
  readonly first?: number;
  /** Default table 1. */
  readonly layers?: readonly SeparableLayer[];
}

/**
 * Images [N, inChannels, H, W] to logits [N, classes]: a full 3x3 convolution of stride 2, separable ones, the mean over
 * all places, a linear classifier.
 *
 * @example new MobileNet({ width: 0.5 })
 */
export class MobileNet extends Block {
  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;
  readonly features: Sequential;
  readonly fc: Linear;

  constructor({ inChannels = 3, classes = 1000, width = 1, first = 32, layers = layers224 }: MobileNetOptions = {}) {
    super();
    const channels = [first, ...layers.map(([own]) => own)].map((each) => Math.round(width * each));
    this.conv = new Conv2d(inChannels, channels[0]!, 3, { stride: 2, padding: 1, bias: false });
    this.bn = new BatchNorm2d(channels[0]!);
    this.features = new Sequential(
      ...layers.map(([, stride], index) => new SeparableConvolution(channels[index]!, channels[index + 1]!, stride)),
    );
    this.fc = new Linear(channels.at(-1)!, classes);
  }

  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.conv, this.bn, relu, this.features);
    return this.fc.forward(reduceMean(maps, { axes: [2, 3] }));
  }
}
