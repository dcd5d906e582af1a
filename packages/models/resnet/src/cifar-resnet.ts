/**
 * Residual networks for images of 32x32, and the plain networks that they are compared with.
 *
 * K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", arXiv 1512.03385, 2015, section 4.2.
 *
 * Notation: 6n+2 layers: a 3x3 convolution, three stages of 2n 3x3 convolutions with 16, 32, 64 channels on maps of 32, 16, 8
 * pixels, a global average pool and a linear layer. Every pair of convolutions has a shortcut, in all cases the identity
 * (option A: where sizes change, every second pixel, and zeros for the new channels), so that a residual network has as many
 * parameters as the plain one of its depth.
 *
 * Deviations: none in the networks. Option B, projections where sizes change, is there for comparison (table 3 has it for
 * ImageNet).
 */
import {
  add,
  BatchNorm2d,
  Block,
  BlockzooError,
  Conv2d,
  Identity,
  kaimingNormal,
  Linear,
  pad,
  reduceMean,
  relu,
  Sequential,
  slice,
  type Stage,
  type Tensor,
} from "@blockzoo/core";

/** `none` makes a plain network; `A` is the identity with zeros for new channels, `B` a projection where sizes change. */
export type Shortcut = "none" | "A" | "B";

const initializer = kaimingNormal({ mode: "fanOut" });

/** Every `stride`-th pixel, and zeros before and after the channels: it has no parameters. */
class ShortcutA extends Block {
  constructor(
    readonly stride: number,
    readonly newChannels: number,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const { stride, newChannels } = this;
    const pixels = slice(x, { axes: [2, 3], starts: [0, 0], ends: [Infinity, Infinity], steps: [stride, stride] });
    const channels = [Math.floor(newChannels / 2), Math.ceil(newChannels / 2)] as const;
    return pad(pixels, [[0, 0], channels, [0, 0], [0, 0]]);
  }
}

/** Two 3x3 convolutions, with a shortcut or without one. */
class ConvolutionPair extends Block {
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;
  readonly shortcut: Stage | undefined;

  constructor(inChannels: number, channels: number, stride: number, shortcut: Shortcut) {
    super();
    this.conv1 = new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false, initializer });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false, initializer });
    this.bn2 = new BatchNorm2d(channels);
    if (shortcut !== "none") this.shortcut = shortcutOf(inChannels, channels, stride, shortcut);
  }

  forward(x: Tensor): Tensor {
    const y = x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2);
    return relu(this.shortcut === undefined ? y : add(y, x.pipe(this.shortcut)));
  }
}

function shortcutOf(inChannels: number, channels: number, stride: number, option: "A" | "B"): Stage {
  if (stride === 1 && inChannels === channels) return new Identity();
  if (option === "A") return new ShortcutA(stride, channels - inChannels);
  return new Sequential(
    new Conv2d(inChannels, channels, 1, { stride, bias: false, initializer }),
    new BatchNorm2d(channels),
  );
}

export interface CifarResNetOptions {
  /** 6n+2: 20, 32, 44, 56, 110. */
  readonly layers: number;
  /** Default `"A"`. */
  readonly shortcut?: Shortcut;
  /** Channels of the three stages. Default 16, 32, 64. */
  readonly widths?: readonly [number, number, number];
  /** Of the images. Default 3. */
  readonly channels?: number;
  /** Default 10. */
  readonly classes?: number;
}

/** Images [N, channels, H, W], 32x32 in the paper, to logits [N, classes]. */
export class CifarResNet extends Block {
  readonly conv1;
  readonly bn1;
  readonly layer1;
  readonly layer2;
  readonly layer3;
  readonly fc;

  constructor({ layers, shortcut = "A", widths = [16, 32, 64], channels = 3, classes = 10 }: CifarResNetOptions) {
    super();
    const n = (layers - 2) / 6;
    if (!Number.isInteger(n) || n < 1) {
      throw new BlockzooError(`a network of section 4.2 has 6n+2 layers, such as 20, 32, 44, 56 or 110, not ${layers}`);
    }
    const stage = (inChannels: number, width: number, stride: number): Sequential =>
      new Sequential(
        ...Array.from({ length: n }, (_, index) =>
          index === 0
            ? new ConvolutionPair(inChannels, width, stride, shortcut)
            : new ConvolutionPair(width, width, 1, shortcut),
        ),
      );
    const [first, second, third] = widths;
    this.conv1 = new Conv2d(channels, first, 3, { padding: 1, bias: false, initializer });
    this.bn1 = new BatchNorm2d(first);
    this.layer1 = stage(first, first, 1);
    this.layer2 = stage(first, second, 2);
    this.layer3 = stage(second, third, 2);
    this.fc = new Linear(third, classes);
  }

  forward(x: Tensor): Tensor {
    const features = x.pipe(this.conv1, this.bn1, relu, this.layer1, this.layer2, this.layer3);
    return this.fc.forward(reduceMean(features, { axes: [2, 3] }));
  }
}
