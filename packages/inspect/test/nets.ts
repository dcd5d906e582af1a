import {
  add,
  AveragePool2d,
  BatchNorm2d,
  Block,
  Conv2d,
  Identity,
  Linear,
  LSTM,
  MaxPool2d,
  relu,
  reshape,
  Sequential,
  tanh,
  type Stage,
  type Tensor,
} from "@blockzoo/core";

function flat(x: Tensor): Tensor {
  return reshape(x, [x.shape[0]!, (x.shape.slice(1) as number[]).reduce((product, size) => product * size, 1)]);
}

/** LeNet-5 with dense connections and a linear output: 61,706 parameters. */
export class LeNet extends Block {
  readonly conv1 = new Conv2d(1, 6, 5);
  readonly pool1 = new AveragePool2d(2);
  readonly conv2 = new Conv2d(6, 16, 5);
  readonly pool2 = new AveragePool2d(2);
  readonly conv3 = new Conv2d(16, 120, 5);
  readonly fc1 = new Linear(120, 84);
  readonly fc2 = new Linear(84, 10);

  forward(x: Tensor): { logits: Tensor } {
    const maps = x.pipe(this.conv1, tanh, this.pool1, this.conv2, tanh, this.pool2, this.conv3, tanh);
    return { logits: flat(maps).pipe(this.fc1, tanh, this.fc2) };
  }
}

/** The convolutions of VGG, `depth` in each of the last three stages (Simonyan & Zisserman 2014, table 1). */
export function vggFeatures(depth: number): Sequential {
  const stages: Stage[] = [];
  let channels = 3;
  for (const [width, count] of [
    [64, 2],
    [128, 2],
    [256, depth],
    [512, depth],
    [512, depth],
  ] as const) {
    for (let layer = 0; layer < count; layer++) {
      stages.push(new Conv2d(channels, width, 3, { padding: 1 }), relu);
      channels = width;
    }
    stages.push(new MaxPool2d(2));
  }
  return new Sequential(...stages);
}

/** VGG-16 (Simonyan & Zisserman 2014, configuration D). */
export class Vgg16 extends Block {
  readonly features = vggFeatures(3);
  readonly classifier = new Sequential(
    new Linear(512 * 7 * 7, 4096),
    relu,
    new Linear(4096, 4096),
    relu,
    new Linear(4096, 1000),
  );

  forward(x: Tensor): Tensor {
    return flat(this.features.forward(x)).pipe(this.classifier);
  }
}

export class BasicBlock extends Block {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Block & { forward(x: Tensor): Tensor };

  constructor(inChannels: number, channels: number, stride = 1) {
    super();
    this.conv1 = new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(channels);
    this.downsample =
      stride === 1 && inChannels === channels
        ? new Identity()
        : new Sequential(new Conv2d(inChannels, channels, 1, { stride, bias: false }), new BatchNorm2d(channels));
  }

  forward(x: Tensor): Tensor {
    const residual = x.pipe(this.conv1, this.bn1, relu, this.conv2, this.bn2);
    return relu(add(residual, this.downsample.forward(x)));
  }
}

/** A small residual net: a stem, two stages of three blocks, and one residual connection of its own. */
export class ResNet extends Block {
  readonly conv1 = new Conv2d(3, 16, 3, { padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(16);
  readonly layer1 = new Sequential(new BasicBlock(16, 16), new BasicBlock(16, 16), new BasicBlock(16, 16));
  readonly layer2 = new Sequential(new BasicBlock(16, 32, 2), new BasicBlock(32, 32), new BasicBlock(32, 32));
  readonly mix = new Conv2d(32, 32, 1);
  readonly pool = new AveragePool2d(16);
  readonly fc = new Linear(32, 10);

  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.conv1, this.bn1, relu, this.layer1, this.layer2);
    return flat(add(maps, this.mix.forward(maps)).pipe(relu, this.pool)).pipe(this.fc);
  }
}

/** A sequence [T, N, 8] to one vector of 4 for each step. */
export class Tagger extends Block {
  readonly lstm = new LSTM(8, 12);
  readonly head = new Linear(12, 4);

  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x).output);
  }
}
