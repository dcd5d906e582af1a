/**
 * Inception v3.
 *
 * C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, "Rethinking the Inception Architecture for Computer Vision",
 * arXiv 1512.00567, 2015 (CVPR 2016), section 6, table 1, figures 5 to 10.
 *
 * Notation: torchvision's names, which come from TensorFlow. A module is a set of branches, each a chain of convolutions; its
 * shape is data. Batch normalisation and ReLU follow every convolution. For 299x299:
 *
 *   Conv2d_1a_3x3 ... 2b_3x3, maxpool1     73x73 x 64
 *   Conv2d_3b_1x1, 4a_3x3, maxpool2        35x35 x 192
 *   Mixed_5b, 5c, 5d     figure 5          35x35 x 288    5x5 kernels become two of 3x3
 *   Mixed_6a             figure 10         17x17 x 768    a grid made smaller by convolutions and a pool side by side
 *   Mixed_6b ... 6e      figure 6          17x17 x 768    nxn becomes 1xn and nx1, n = 7
 *   Mixed_7a             figure 10          8x8 x 1280
 *   Mixed_7b, 7c         figure 7           8x8 x 2048    1x3 and 3x1 side by side
 *                        mean over all places, dropout, fc
 *
 * Deviations are torchvision's, whose weights this takes: another stem than table 1's; in figure 5, a 5x5 kernel in the branch
 * that has one of 3x3; in the auxiliary head, figure 8, 768 hidden channels and not 1024.
 */
import {
  averagePool,
  AveragePool2d,
  Block,
  concat,
  Dropout,
  globalAveragePool,
  isTraining,
  Linear,
  maxPool,
  MaxPool2d,
  normal,
  type Tensor,
} from "@blockzoo/core";
import type { WithAuxiliary } from "./auxiliary.js";
import { ConvolutionUnit } from "./convolution-unit.js";
import {
  moduleA,
  moduleB,
  moduleC,
  moduleD,
  moduleE,
  scaledShape,
  type Branch,
  type Link,
  type ModuleShape,
} from "./inception-v3-modules.js";
import { transformInput } from "./transform-input.js";

const initializer = normal({ deviation: 0.1 });

function unit(inChannels: number, [channels, kernel, stride = 1]: Link): ConvolutionUnit {
  return new ConvolutionUnit(inChannels, channels, kernel, { stride, initializer });
}

/** What the convolutions of a branch are called: `branch7x7_1`, `branch7x7_2`, ..., and `a`, `b` for a fork. */
function namesOf([name, { links, fork = [] }]: readonly [string, Branch]) {
  const isAlone = links.length + fork.length === 1;
  return {
    links: links.map((_, index) => (isAlone ? name : `${name}_${index + 1}`) as UnitName),
    fork: fork.map((_, index) => `${name}_${links.length + 1}${"ab"[index]}` as UnitName),
  };
}

type UnitName = `branch${string}`;

/** Branches of convolutions and a pool side by side, their outputs joined along the channels. */
export class Mixed extends Block {
  readonly [convolution: UnitName]: ConvolutionUnit;
  readonly outChannels: number;
  readonly #shape: ModuleShape;

  constructor(inChannels: number, shape: ModuleShape) {
    super();
    const parts: Record<UnitName, ConvolutionUnit> = {};
    let outChannels = shape.pool === "max" ? inChannels : shape.pool;
    for (const branch of Object.entries(shape.branches)) {
      const { links, fork = [] } = branch[1];
      const names = namesOf(branch);
      let width = inChannels;
      links.forEach((link, index) => {
        parts[names.links[index]!] = unit(width, link);
        [width] = link;
      });
      fork.forEach((link, index) => (parts[names.fork[index]!] = unit(width, link)));
      outChannels += fork.length === 0 ? width : fork.reduce((sum, [channels]) => sum + channels, 0);
    }
    if (shape.pool !== "max") parts.branch_pool = unit(inChannels, [shape.pool, 1]);
    Object.assign(this, parts);
    this.outChannels = outChannels;
    this.#shape = shape;
  }

  forward(x: Tensor): Tensor {
    const outputs = Object.entries(this.#shape.branches).map((branch) => {
      const { links, fork } = namesOf(branch);
      const y = x.pipe(...links.map((name) => this[name]!));
      return fork.length === 0
        ? y
        : concat(
            fork.map((name) => this[name]!.forward(y)),
            1,
          );
    });
    const pooled =
      this.#shape.pool === "max"
        ? maxPool(x, { kernel: 3, strides: 2 })
        : this["branch_pool"]!.forward(averagePool(x, { kernel: 3, strides: 1, padding: 1 }));
    return concat([...outputs, pooled], 1);
  }
}

/** Figure 8: a classifier on top of the last 17x17 grid. `[N, in, 17, 17] -> [N, classes]`. */
export class InceptionV3Head extends Block {
  readonly pool = new AveragePool2d(5, { stride: 3 });
  readonly conv0;
  readonly conv1;
  readonly fc;

  constructor(inChannels: number, [reduced, hidden]: readonly [number, number], classes: number) {
    super();
    this.conv0 = unit(inChannels, [reduced, 1]);
    this.conv1 = new ConvolutionUnit(reduced, hidden, 5, { padding: 0, initializer });
    this.fc = new Linear(hidden, classes, { initializer: normal({ deviation: 0.001 }) });
  }

  forward(x: Tensor): Tensor {
    return x.pipe(this.pool, this.conv0, this.conv1, globalAveragePool, this.fc);
  }
}

export interface InceptionV3Options {
  /** Default 1000. */
  readonly classes?: number;
  /** Whether there is an auxiliary head, which exists in training only. Default false. */
  readonly auxiliary?: boolean;
  /** What the channels of every convolution are multiplied by. Default 1. */
  readonly width?: number;
  /** Of the features that the classifier sees. Default 0.5. */
  readonly dropout?: number;
  /** Whether images come normalised by ImageNet's mean and deviation, see {@link transformInput}. Default false. */
  readonly transform?: boolean;
}

/**
 * Images [N, 3, H, W], 299x299 in the paper and at least 75x75, to logits [N, classes]; with an auxiliary head and in training
 * to {@link WithAuxiliary}. In eval mode the head is not computed.
 *
 * @example new InceptionV3({ classes: 10, width: 0.25 })
 */
export class InceptionV3 extends Block {
  readonly Conv2d_1a_3x3;
  readonly Conv2d_2a_3x3;
  readonly Conv2d_2b_3x3;
  readonly maxpool1 = new MaxPool2d(3, { stride: 2 });
  readonly Conv2d_3b_1x1;
  readonly Conv2d_4a_3x3;
  readonly maxpool2 = new MaxPool2d(3, { stride: 2 });
  readonly Mixed_5b;
  readonly Mixed_5c;
  readonly Mixed_5d;
  readonly Mixed_6a;
  readonly Mixed_6b;
  readonly Mixed_6c;
  readonly Mixed_6d;
  readonly Mixed_6e;
  readonly AuxLogits: InceptionV3Head | undefined;
  readonly Mixed_7a;
  readonly Mixed_7b;
  readonly Mixed_7c;
  readonly dropout;
  readonly fc;
  readonly #transform: boolean;

  constructor(options: InceptionV3Options = {}) {
    super();
    const { classes = 1000, auxiliary = false, width = 1, dropout = 0.5, transform = false } = options;
    const scaled = (channels: number): number => Math.round(width * channels);
    const stem = (
      inChannels: number,
      channels: number,
      kernel: number,
      own: { stride?: number; padding?: number } = {},
    ) => new ConvolutionUnit(inChannels, scaled(channels), kernel, { initializer, ...own });
    const mixed = ({ outChannels }: { outChannels: number }, shape: ModuleShape) =>
      new Mixed(outChannels, scaledShape(shape, scaled));

    this.Conv2d_1a_3x3 = stem(3, 32, 3, { stride: 2 });
    this.Conv2d_2a_3x3 = stem(scaled(32), 32, 3, { padding: 0 });
    this.Conv2d_2b_3x3 = stem(scaled(32), 64, 3);
    this.Conv2d_3b_1x1 = stem(scaled(64), 80, 1);
    this.Conv2d_4a_3x3 = stem(scaled(80), 192, 3, { padding: 0 });
    this.Mixed_5b = mixed(this.Conv2d_4a_3x3, moduleA(32));
    this.Mixed_5c = mixed(this.Mixed_5b, moduleA(64));
    this.Mixed_5d = mixed(this.Mixed_5c, moduleA(64));
    this.Mixed_6a = mixed(this.Mixed_5d, moduleB);
    this.Mixed_6b = mixed(this.Mixed_6a, moduleC(128));
    this.Mixed_6c = mixed(this.Mixed_6b, moduleC(160));
    this.Mixed_6d = mixed(this.Mixed_6c, moduleC(160));
    this.Mixed_6e = mixed(this.Mixed_6d, moduleC(192));
    const grid17 = this.Mixed_6e.outChannels;
    if (auxiliary) this.AuxLogits = new InceptionV3Head(grid17, [scaled(128), scaled(768)], classes);
    this.Mixed_7a = mixed(this.Mixed_6e, moduleD);
    this.Mixed_7b = mixed(this.Mixed_7a, moduleE);
    this.Mixed_7c = mixed(this.Mixed_7b, moduleE);
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(this.Mixed_7c.outChannels, classes, { initializer });
    this.#transform = transform;
  }

  forward(x: Tensor): Tensor | WithAuxiliary {
    const images = this.#transform ? transformInput(x) : x;
    const grid73 = images.pipe(this.Conv2d_1a_3x3, this.Conv2d_2a_3x3, this.Conv2d_2b_3x3, this.maxpool1);
    const grid35 = grid73.pipe(this.Conv2d_3b_1x1, this.Conv2d_4a_3x3, this.maxpool2);
    const grid17 = grid35
      .pipe(this.Mixed_5b, this.Mixed_5c, this.Mixed_5d, this.Mixed_6a)
      .pipe(this.Mixed_6b, this.Mixed_6c, this.Mixed_6d, this.Mixed_6e);
    const grid8 = grid17.pipe(this.Mixed_7a, this.Mixed_7b, this.Mixed_7c);
    const logits = grid8.pipe(globalAveragePool, this.dropout, this.fc);
    if (this.AuxLogits === undefined || !isTraining()) return logits;
    return { logits, auxiliary: [this.AuxLogits.forward(grid17)] };
  }
}
