import {
  add,
  BatchNorm2d,
  Block,
  concat,
  Conv2d,
  ConvTranspose2d,
  flatten,
  Identity,
  Linear,
  matMul,
  MaxPool2d,
  LSTMCell,
  reduceMean,
  relu,
  reshape,
  scan,
  Sequential,
  softmax,
  transpose,
  type Tensor,
} from "@blockzoo/core";
import { vggFeatures } from "./nets.js";

/** A block from one tensor to one, as a container of any. */
type Layer = Block & { forward(x: Tensor): Tensor };

/** Bottleneck of He et al. 2015, figure 5 right: 1×1, 3×3, 1×1 around a shortcut. */
class Bottleneck extends Block {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly downsample: Layer;

  constructor(inChannels: number, width: number, stride: number) {
    super();
    this.conv1 = new Conv2d(inChannels, width, 1, { bias: false });
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = new Conv2d(width, width, 3, { stride, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = new Conv2d(width, 4 * width, 1, { bias: false });
    this.bn3 = new BatchNorm2d(4 * width);
    this.downsample =
      stride === 1 && inChannels === 4 * width
        ? new Identity()
        : new Sequential(new Conv2d(inChannels, 4 * width, 1, { stride, bias: false }), new BatchNorm2d(4 * width));
  }

  forward(x: Tensor): Tensor {
    const residual = x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2, relu, this.conv3, this.bn3);
    return relu(add(residual, this.downsample.forward(x)));
  }
}

/** ResNet-152 (He et al. 2015, table 1): 60,192,808 parameters. */
export class ResNet152 extends Block {
  readonly conv1 = new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  readonly bn1 = new BatchNorm2d(64);
  readonly maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1 = stage(64, 64, 3, 1);
  readonly layer2 = stage(256, 128, 8, 2);
  readonly layer3 = stage(512, 256, 36, 2);
  readonly layer4 = stage(1024, 512, 3, 2);
  readonly fc = new Linear(2048, 1000);

  forward(x: Tensor): Tensor {
    const stem = x.pipe(this.conv1, this.bn1, relu, this.maxpool);
    const maps = stem.pipe(this.layer1, this.layer2, this.layer3, this.layer4);
    return this.fc.forward(reduceMean(maps, { axes: [2, 3] }));
  }
}

function stage(inChannels: number, width: number, count: number, stride: number): Sequential {
  const rest = Array.from({ length: count - 1 }, () => new Bottleneck(4 * width, width, 1));
  return new Sequential(new Bottleneck(inChannels, width, stride), ...rest);
}

type Widths = readonly [one: number, reduce3: number, three: number, reduce5: number, five: number, pool: number];

/** The module of Szegedy et al. 2014, figure 2b: four branches in the paper's order. */
export class Inception extends Block {
  readonly branch1: Sequential;
  readonly branch2: Sequential;
  readonly branch3: Sequential;
  readonly branch4: Sequential;

  constructor(channels: number, [one, reduce3, three, reduce5, five, pool]: Widths) {
    super();
    this.branch1 = new Sequential(new Conv2d(channels, one, 1), relu);
    this.branch2 = new Sequential(
      new Conv2d(channels, reduce3, 1),
      relu,
      new Conv2d(reduce3, three, 3, { padding: 1 }),
      relu,
    );
    this.branch3 = new Sequential(
      new Conv2d(channels, reduce5, 1),
      relu,
      new Conv2d(reduce5, five, 5, { padding: 2 }),
      relu,
    );
    this.branch4 = new Sequential(new MaxPool2d(3, { stride: 1, padding: 1 }), new Conv2d(channels, pool, 1), relu);
  }

  forward(x: Tensor): Tensor {
    const branches = [this.branch1, this.branch2, this.branch3, this.branch4];
    return concat(
      branches.map((branch) => branch.forward(x)),
      1,
    );
  }
}

/** A U-shaped net (Ronneberger et al. 2015, figure 1): what goes down is joined on the way up. */
export class UNet extends Block {
  readonly down1 = double(1, 16);
  readonly down2 = double(16, 32);
  readonly down3 = double(32, 64);
  readonly pool = new MaxPool2d(2);
  readonly bottom = double(64, 128);
  readonly up3 = new ConvTranspose2d(128, 64, 2, { stride: 2 });
  readonly join3 = double(128, 64);
  readonly up2 = new ConvTranspose2d(64, 32, 2, { stride: 2 });
  readonly join2 = double(64, 32);
  readonly up1 = new ConvTranspose2d(32, 16, 2, { stride: 2 });
  readonly join1 = double(32, 16);
  readonly head = new Conv2d(16, 2, 1);

  forward(x: Tensor): Tensor {
    const first = this.down1.forward(x);
    const second = this.down2.forward(this.pool.forward(first));
    const third = this.down3.forward(this.pool.forward(second));
    const bottom = this.bottom.forward(this.pool.forward(third));
    const up3 = this.join3.forward(concat([third, this.up3.forward(bottom)], 1));
    const up2 = this.join2.forward(concat([second, this.up2.forward(up3)], 1));
    const up1 = this.join1.forward(concat([first, this.up1.forward(up2)], 1));
    return this.head.forward(up1);
  }
}

class Double extends Block {
  readonly conv1: Conv2d;
  readonly conv2: Conv2d;
  constructor(inChannels: number, channels: number) {
    super();
    this.conv1 = new Conv2d(inChannels, channels, 3, { padding: 1 });
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1 });
  }
  forward(x: Tensor): Tensor {
    return x.pipe(this.conv1, relu, this.conv2, relu);
  }
}

function double(inChannels: number, channels: number): Double {
  return new Double(inChannels, channels);
}

/** A decoder that attends to an encoder's states [T, N, 16] at each step (after Luong et al. 2015, dot score). */
export class AttentionDecoder extends Block {
  readonly cell = new LSTMCell(8, 16);
  readonly mix = new Linear(32, 16);
  readonly out = new Linear(16, 5);

  forward(target: Tensor, states: Tensor, h: Tensor, c: Tensor): { logits: Tensor } {
    const keys = transpose(states, [1, 0, 2]);
    const { outputs } = scan(
      (state: { h: Tensor; c: Tensor }, word: Tensor) => {
        const next = this.cell.forward(word, state);
        const [batch, width] = next.h.shape as [number, number];
        const scores = matMul(keys, reshape(next.h, [batch, width, 1]));
        const weights = softmax(scores, { axis: 1 });
        const context = reshape(matMul(transpose(weights, [0, 2, 1]), keys), [batch, width]);
        return { carry: { h: next.h, c: next.c }, output: relu(this.mix.forward(concat([next.h, context], 1))) };
      },
      { initial: { h, c }, sequences: target },
    );
    return { logits: this.out.forward(outputs) };
  }
}

/** VGG-19 (Simonyan & Zisserman 2014, configuration E): 143,667,240 parameters. */
export class Vgg19 extends Block {
  readonly features = vggFeatures(4);
  readonly fc6 = new Linear(25_088, 4096);
  readonly fc7 = new Linear(4096, 4096);
  readonly fc8 = new Linear(4096, 1000);

  forward(x: Tensor): Tensor {
    return flatten(this.features.forward(x)).pipe(this.fc6, relu, this.fc7, relu, this.fc8);
  }
}

/** GoogLeNet without its auxiliary heads and local response normalisation: nine modules (Szegedy et al. 2014, table 1). */
export class GoogLeNet extends Block {
  readonly conv1 = new Conv2d(3, 64, 7, { stride: 2, padding: 3 });
  readonly pool1 = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly conv2 = new Conv2d(64, 64, 1);
  readonly conv3 = new Conv2d(64, 192, 3, { padding: 1 });
  readonly pool2 = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly inception3a = new Inception(192, [64, 96, 128, 16, 32, 32]);
  readonly inception3b = new Inception(256, [128, 128, 192, 32, 96, 64]);
  readonly pool3 = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly inception4a = new Inception(480, [192, 96, 208, 16, 48, 64]);
  readonly inception4b = new Inception(512, [160, 112, 224, 24, 64, 64]);
  readonly inception4c = new Inception(512, [128, 128, 256, 24, 64, 64]);
  readonly inception4d = new Inception(512, [112, 144, 288, 32, 64, 64]);
  readonly inception4e = new Inception(528, [256, 160, 320, 32, 128, 128]);
  readonly pool4 = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly inception5a = new Inception(832, [256, 160, 320, 32, 128, 128]);
  readonly inception5b = new Inception(832, [384, 192, 384, 48, 128, 128]);
  readonly fc = new Linear(1024, 1000);

  forward(x: Tensor): Tensor {
    const stem = x.pipe(this.conv1, relu, this.pool1, this.conv2, relu, this.conv3, relu, this.pool2);
    const three = stem.pipe(this.inception3a, this.inception3b, this.pool3);
    const four = three.pipe(this.inception4a, this.inception4b, this.inception4c, this.inception4d, this.inception4e);
    const maps = four.pipe(this.pool4, this.inception5a, this.inception5b);
    return this.fc.forward(reduceMean(maps, { axes: [2, 3] }));
  }
}
