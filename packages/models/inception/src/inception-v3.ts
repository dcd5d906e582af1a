/**
 * Inception v3.
 *
 * C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, "Rethinking the Inception Architecture for Computer Vision",
 * arXiv 1512.00567, 2015 (CVPR 2016), section 6, table 1, figures 5 to 10.
 *
 * Notation: torchvision's names, which come from TensorFlow. A module is a set of branches, each a chain of convolutions; its
 * shape is data below. Batch normalisation and ReLU follow every convolution. For 299x299:
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
  type Pair,
  type Tensor,
} from "@blockzoo/core";
import type { WithAuxiliary } from "./auxiliary.js";
import { ConvolutionUnit } from "./convolution-unit.js";
import { transformInput } from "./transform-input.js";

/** One convolution of a chain: channels and kernel; `stride` 2 makes the grid smaller. */
type Link = readonly [channels: number, kernel: Pair, stride?: number];

/** A chain, or a chain whose end is two convolutions side by side. */
interface Branch {
  readonly links: readonly Link[];
  readonly fork?: readonly Link[];
}

/** A module by the names of its branches, in the order in which their outputs are joined. */
export interface ModuleShape {
  readonly branches: Readonly<Record<string, Branch>>;
  /** `"max"` of stride 2 without a convolution, or the mean of 3x3 and a projection to so many channels. */
  readonly pool: "max" | number;
}

const [row, column] = [(size: number): Pair => [1, size], (size: number): Pair => [size, 1]];
const chain = (...links: Link[]): Branch => ({ links });

/** Figure 5. */
const moduleA = (projection: number): ModuleShape => ({
  branches: {
    branch1x1: chain([64, 1]),
    branch5x5: chain([48, 1], [64, 5]),
    branch3x3dbl: chain([64, 1], [96, 3], [96, 3]),
  },
  pool: projection,
});

/** Figure 10 from 35x35 to 17x17. */
const moduleB: ModuleShape = {
  branches: { branch3x3: chain([384, 3, 2]), branch3x3dbl: chain([64, 1], [96, 3], [96, 3, 2]) },
  pool: "max",
};

/** Figure 6, with `c` channels inside. */
const moduleC = (c: number): ModuleShape => ({
  branches: {
    branch1x1: chain([192, 1]),
    branch7x7: chain([c, 1], [c, row(7)], [192, column(7)]),
    branch7x7dbl: chain([c, 1], [c, column(7)], [c, row(7)], [c, column(7)], [192, row(7)]),
  },
  pool: 192,
});

/** Figure 10 from 17x17 to 8x8. */
const moduleD: ModuleShape = {
  branches: {
    branch3x3: chain([192, 1], [320, 3, 2]),
    branch7x7x3: chain([192, 1], [192, row(7)], [192, column(7)], [192, 3, 2]),
  },
  pool: "max",
};

const crossing = {
  fork: [
    [384, row(3)],
    [384, column(3)],
  ],
} as const;

/** Figure 7. */
const moduleE: ModuleShape = {
  branches: {
    branch1x1: chain([320, 1]),
    branch3x3: { ...chain([384, 1]), ...crossing },
    branch3x3dbl: { ...chain([448, 1], [384, 3]), ...crossing },
  },
  pool: 192,
};

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

  constructor(inChannels: number, classes: number) {
    super();
    this.conv0 = unit(inChannels, [128, 1]);
    this.conv1 = new ConvolutionUnit(128, 768, 5, { padding: 0, initializer });
    this.fc = new Linear(768, classes, { initializer: normal({ deviation: 0.001 }) });
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
  /** Of the features that the classifier sees. Default 0.5. */
  readonly dropout?: number;
  /** Whether images come normalised by ImageNet's mean and deviation, see {@link transformInput}. Default false. */
  readonly transform?: boolean;
}

/**
 * Images [N, 3, H, W], 299x299 in the paper and at least 75x75, to logits [N, classes]; with an auxiliary head and in training
 * to {@link WithAuxiliary}. In eval mode the head is not computed.
 */
export class InceptionV3 extends Block {
  readonly Conv2d_1a_3x3 = unit(3, [32, 3, 2]);
  readonly Conv2d_2a_3x3 = new ConvolutionUnit(32, 32, 3, { padding: 0, initializer });
  readonly Conv2d_2b_3x3 = unit(32, [64, 3]);
  readonly maxpool1 = new MaxPool2d(3, { stride: 2 });
  readonly Conv2d_3b_1x1 = unit(64, [80, 1]);
  readonly Conv2d_4a_3x3 = new ConvolutionUnit(80, 192, 3, { padding: 0, initializer });
  readonly maxpool2 = new MaxPool2d(3, { stride: 2 });
  readonly Mixed_5b = new Mixed(192, moduleA(32));
  readonly Mixed_5c = new Mixed(256, moduleA(64));
  readonly Mixed_5d = new Mixed(288, moduleA(64));
  readonly Mixed_6a = new Mixed(288, moduleB);
  readonly Mixed_6b = new Mixed(768, moduleC(128));
  readonly Mixed_6c = new Mixed(768, moduleC(160));
  readonly Mixed_6d = new Mixed(768, moduleC(160));
  readonly Mixed_6e = new Mixed(768, moduleC(192));
  readonly AuxLogits: InceptionV3Head | undefined;
  readonly Mixed_7a = new Mixed(768, moduleD);
  readonly Mixed_7b = new Mixed(1280, moduleE);
  readonly Mixed_7c = new Mixed(2048, moduleE);
  readonly dropout: Dropout;
  readonly fc: Linear;
  readonly #transform: boolean;

  constructor({ classes = 1000, auxiliary = false, dropout = 0.5, transform = false }: InceptionV3Options = {}) {
    super();
    if (auxiliary) this.AuxLogits = new InceptionV3Head(768, classes);
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(2048, classes, { initializer });
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
