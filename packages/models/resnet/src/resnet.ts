/**
 * Deep residual networks for images of 224x224.
 *
 * K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", arXiv 1512.03385, 2015 (CVPR 2016),
 * sections 3.3 and 4.1, table 1.
 *
 * Notation: a block computes y = F(x) + x. F has two 3x3 convolutions (BasicBlock, figure 5 left), or 1x1, 3x3, 1x1 with a
 * quarter of the channels in the middle (Bottleneck, figure 5 right). Where sizes change, the shortcut is a strided 1x1
 * convolution (option B). Batch normalisation follows every convolution, ReLU every addition.
 *
 *   conv1   7x7, 64, stride 2           112x112
 *           3x3 max pool, stride 2       56x56
 *   layer1  n1 blocks of  64 channels    56x56     (conv2_x in the paper)
 *   layer2  n2 blocks of 128 channels    28x28     (conv3_x)
 *   layer3  n3 blocks of 256 channels    14x14     (conv4_x)
 *   layer4  n4 blocks of 512 channels     7x7      (conv5_x)
 *           global average pool, fc
 *
 * Names, and therefore the keys of the state dict, are torchvision's. Deviation: by default, a bottleneck has its stride in
 * the 3x3 convolution, as torchvision's ("v1.5", more accurate by about half a point); `stride: "1x1"` is the paper's.
 */
import {
  add,
  BatchNorm2d,
  Block,
  check,
  Conv2d,
  Identity,
  kaimingNormal,
  Linear,
  MaxPool2d,
  reduceMean,
  relu,
  Sequential,
  type Stage,
  type Tensor,
} from "@blockzoo/core";

/** Kaiming initialisation, which keeps the variance of gradients (He et al. 2015b, "Delving Deep into Rectifiers"). */
export const initializer = kaimingNormal({ mode: "fanOut" });

/** Two 3x3 convolutions and a shortcut: `[N, in, H, W] -> [N, channels, H / stride, W / stride]`. */
export class BasicBlock extends Block {
  static readonly expansion = 1;
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;
  readonly downsample: Stage;

  constructor(inChannels: number, channels: number, { stride, dilation = 1 }: BlockOptions) {
    super();
    check(dilation === 1, () => "a basic block has no dilated convolution, use bottlenecks");
    this.conv1 = new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false, initializer });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false, initializer });
    this.bn2 = new BatchNorm2d(channels);
    this.downsample = shortcut(inChannels, channels, stride);
  }

  forward(x: Tensor): Tensor {
    const residual = x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2);
    return relu(add(residual, x.pipe(this.downsample)));
  }
}

/** 1x1, 3x3, 1x1 and a shortcut: `[N, in, H, W] -> [N, 4 channels, H / stride, W / stride]`. */
export class Bottleneck extends Block {
  static readonly expansion = 4;
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;
  readonly conv3;
  readonly bn3;
  readonly downsample: Stage;

  constructor(inChannels: number, channels: number, { stride, strideIn = "3x3", dilation = 1 }: BlockOptions) {
    super();
    const [first, second] = strideIn === "1x1" ? [stride, 1] : [1, stride];
    this.conv1 = new Conv2d(inChannels, channels, 1, { stride: first, bias: false, initializer });
    this.bn1 = new BatchNorm2d(channels);
    const between = { stride: second, padding: dilation, dilation, bias: false, initializer };
    this.conv2 = new Conv2d(channels, channels, 3, between);
    this.bn2 = new BatchNorm2d(channels);
    this.conv3 = new Conv2d(channels, 4 * channels, 1, { bias: false, initializer });
    this.bn3 = new BatchNorm2d(4 * channels);
    this.downsample = shortcut(inChannels, 4 * channels, stride);
  }

  forward(x: Tensor): Tensor {
    const residual = x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2, relu, this.conv3, this.bn3);
    return relu(add(residual, x.pipe(this.downsample)));
  }
}

interface BlockOptions {
  readonly stride: number;
  /** Which convolution of a bottleneck has the stride: torchvision's 3x3, by default, or the paper's first 1x1. */
  readonly strideIn?: "1x1" | "3x3" | undefined;
  /** Distance between the taps of the 3x3 convolution. Default 1. */
  readonly dilation?: number;
}

/** The identity where it fits, else a projection (equation 2, option B). */
function shortcut(inChannels: number, outChannels: number, stride: number): Stage {
  if (stride === 1 && inChannels === outChannels) return new Identity();
  return new Sequential(
    new Conv2d(inChannels, outChannels, 1, { stride, bias: false, initializer }),
    new BatchNorm2d(outChannels),
  );
}

export interface ResNetOptions {
  readonly block: typeof BasicBlock | typeof Bottleneck;
  /** How many blocks each of the four stages has: table 1. */
  readonly blocks: readonly [number, number, number, number];
  /** Default 1000. */
  readonly classes?: number;
  readonly strideIn?: BlockOptions["strideIn"];
  /**
   * How many of the last stages keep their resolution: kernels are spread instead of maps being shrunk, as networks for
   * segmentation want it (torchvision's `replace_stride_with_dilation`). Default 0; bottlenecks only.
   */
  readonly dilatedStages?: 0 | 1 | 2 | 3;
}

/** Images [N, 3, H, W], 224x224 in the paper, to logits [N, classes]. */
export class ResNet extends Block {
  readonly conv1 = new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false, initializer });
  readonly bn1 = new BatchNorm2d(64);
  readonly maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1;
  readonly layer2;
  readonly layer3;
  readonly layer4;
  readonly fc;

  constructor({ block, blocks, classes = 1000, strideIn, dilatedStages = 0 }: ResNetOptions) {
    super();
    let inChannels = 64;
    let dilation = 1;
    const stage = (count: number, channels: number, stride: number, isDilated = false): Sequential => {
      // As in torchvision, the first block of a dilated stage has the dilation before it.
      const before = dilation;
      if (isDilated) dilation *= stride;
      const stages = Array.from({ length: count }, (_, index) => {
        const first = { stride: isDilated ? 1 : stride, dilation: before };
        const made = new block(inChannels, channels, { ...(index === 0 ? first : { stride: 1, dilation }), strideIn });
        inChannels = channels * block.expansion;
        return made;
      });
      return new Sequential(...stages);
    };
    this.layer1 = stage(blocks[0], 64, 1);
    this.layer2 = stage(blocks[1], 128, 2, dilatedStages >= 3);
    this.layer3 = stage(blocks[2], 256, 2, dilatedStages >= 2);
    this.layer4 = stage(blocks[3], 512, 2, dilatedStages >= 1);
    this.fc = new Linear(inChannels, classes);
  }

  forward(x: Tensor): Tensor {
    const stem = x.pipe(this.conv1, this.bn1, relu, this.maxpool);
    const features = stem.pipe(this.layer1, this.layer2, this.layer3, this.layer4);
    return this.fc.forward(reduceMean(features, { axes: [2, 3] }));
  }
}
