/**
 * AlexNet as published.
 *
 * A. Krizhevsky, I. Sutskever, G. E. Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", NIPS 2012,
 * section 3 and figure 2.
 *
 * The network was spread over two GPUs. Each has half of the kernels of a layer, and they communicate only before the third
 * convolution and the dense layers: convolutions 2, 4 and 5 have two groups. Sizes of what each layer gives:
 *
 *   image   227x227x3
 *   conv1    55x55x96    11x11, stride 4;   response normalisation; max pool 3x3, stride 2 -> 27x27
 *   conv2    27x27x256   5x5, two groups;   response normalisation; max pool                -> 13x13
 *   conv3    13x13x384   3x3
 *   conv4    13x13x384   3x3, two groups
 *   conv5    13x13x256   3x3, two groups;                           max pool                ->  6x6
 *   fc6, fc7 4096        dropout 0.5
 *   fc8      1000
 *
 * ReLU follows every layer but the last (section 3.1). Response normalisation is applied after it (section 3.3), with k = 2,
 * n = 5, α = 10⁻⁴, β = 0.75.
 *
 * Deviations:
 * - Images have 227x227 pixels. The paper says 224x224, which does not give its 55x55.
 * - α is divided by n, as in Caffe, PyTorch and ONNX; the paper's formula has α itself.
 * - First weights are He's by default, and biases uniform within ±1/√fan-in; the paper drew weights from N(0, 0.01²) and began
 *   with biases of 1 in convolutions 2, 4, 5 and the dense layers, of 0 in the others.
 * Names of layers are those of Caffe's reference model.
 */
import {
  Block,
  Conv2d,
  Dropout,
  flatten,
  Identity,
  kaimingNormal,
  Linear,
  LocalResponseNorm,
  MaxPool2d,
  relu,
  type Initializer,
  type Stage,
  type Tensor,
} from "@blockzoo/core";

export interface AlexNetOptions {
  /** Kernels of the five convolutions. Default: the paper's. */
  readonly kernels?: readonly [number, number, number, number, number];
  /** Of the first convolution. Default 4. */
  readonly stride?: number;
  /** Height and width of the maps that fc6 takes. Default 6. */
  readonly pooled?: number;
  /** Units of fc6 and fc7. Default 4096. */
  readonly hidden?: number;
  /** Of the images. Default 3. */
  readonly channels?: number;
  /** Default 1000. */
  readonly classes?: number;
  /** Of fc6 and fc7, in training. Default 0.5. */
  readonly dropout?: number;
  /** Default true. */
  readonly responseNorm?: boolean;
  /** ReLU by default; others for comparison, as in section 3.1. */
  readonly activation?: (x: Tensor) => Tensor;
  /** First values of weights. Default He's. */
  readonly initializer?: Initializer;
}

/** Images [N, channels, H, W], 227x227 in the paper, to logits [N, classes]. */
export class AlexNet extends Block {
  readonly conv1;
  readonly conv2;
  readonly conv3;
  readonly conv4;
  readonly conv5;
  readonly fc6;
  readonly fc7;
  readonly fc8;
  readonly norm1: Stage;
  readonly norm2: Stage;
  readonly pool1 = overlappingPool();
  readonly pool2 = overlappingPool();
  readonly pool5 = overlappingPool();
  readonly drop6;
  readonly drop7;
  readonly #activation;

  constructor(options: AlexNetOptions = {}) {
    super();
    const { kernels = [96, 256, 384, 384, 256], stride = 4, pooled = 6, hidden = 4096 } = options;
    const { channels = 3, classes = 1000, dropout = 0.5, responseNorm = true, activation = relu } = options;
    const { initializer = kaimingNormal() } = options;
    this.conv1 = new Conv2d(channels, kernels[0], 11, { stride, initializer });
    this.conv2 = new Conv2d(kernels[0], kernels[1], 5, { padding: 2, groups: 2, initializer });
    this.conv3 = new Conv2d(kernels[1], kernels[2], 3, { padding: 1, initializer });
    this.conv4 = new Conv2d(kernels[2], kernels[3], 3, { padding: 1, groups: 2, initializer });
    this.conv5 = new Conv2d(kernels[3], kernels[4], 3, { padding: 1, groups: 2, initializer });
    this.fc6 = new Linear(kernels[4] * pooled * pooled, hidden, { initializer });
    this.fc7 = new Linear(hidden, hidden, { initializer });
    this.fc8 = new Linear(hidden, classes, { initializer });
    this.norm1 = responseNorm ? new LocalResponseNorm() : new Identity();
    this.norm2 = responseNorm ? new LocalResponseNorm() : new Identity();
    this.drop6 = new Dropout(dropout);
    this.drop7 = new Dropout(dropout);
    this.#activation = activation;
  }

  forward(x: Tensor): Tensor {
    const f = this.#activation;
    const maps = x
      .pipe(this.conv1, f, this.norm1, this.pool1)
      .pipe(this.conv2, f, this.norm2, this.pool2)
      .pipe(this.conv3, f, this.conv4, f, this.conv5, f, this.pool5);
    return flatten(maps).pipe(this.fc6, f, this.drop6, this.fc7, f, this.drop7, this.fc8);
  }
}

/** Section 3.4: windows of 3x3, two pixels apart. */
function overlappingPool(): MaxPool2d {
  return new MaxPool2d(3, { stride: 2 });
}
