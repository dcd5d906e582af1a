/**
 * GoogLeNet, the first Inception network.
 *
 * C. Szegedy, W. Liu, Y. Jia, P. Sermanet, S. Reed, D. Anguelov, D. Erhan, V. Vanhoucke, A. Rabinovich, "Going Deeper with
 * Convolutions", arXiv 1409.4842, 2014 (CVPR 2015), sections 4 and 5, table 1, figures 2b and 3.
 *
 * Notation: table 1's. A module has the sizes #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj; "reduce" and "proj" are
 * 1x1 convolutions. Every convolution is followed by ReLU. For 224x224:
 *
 *   conv1        7x7, stride 2                       112x112 x 64
 *   maxpool1     3x3, stride 2                        56x56
 *   conv2,3      1x1 to 64, 3x3 to 192                56x56 x 192
 *   maxpool2     3x3, stride 2                        28x28
 *   inception3a, 3b                                   28x28 x 480
 *   maxpool3     3x3, stride 2                        14x14
 *   inception4a ... 4e, heads after 4a and 4d         14x14 x 832
 *   maxpool4     3x3, stride 2                         7x7
 *   inception5a, 5b                                    7x7 x 1024
 *                mean over all places, dropout, fc
 *
 * Names, and therefore the keys of the state dict, are torchvision's.
 *
 * The paper leaves open, and is filled in here: the constants of local response normalisation are those of Caffe's model
 * (size 5, alpha 1e-4 over 5, beta 0.75, k 1); first kernels are He's. Deviation: the last pool is over all places, which are
 * the paper's 7x7 at 224x224, so that images may have any size (the heads of 2014 want 224x224).
 *
 * torchvision's form differs from the paper's, and its weights need that: batch normalisation in the place of biases and local
 * response normalisation, 3x3 kernels in the branch called 5x5 (github.com/pytorch/vision/issues/906), a last max pool of 2x2,
 * adaptive pooling in the heads, dropout 0.2, first kernels from N(0, 0.01²).
 */
import {
  AdaptiveAveragePool,
  AveragePool2d,
  Block,
  check,
  concat,
  Dropout,
  flatten,
  globalAveragePool,
  isTraining,
  kaimingNormal,
  Linear,
  LocalResponseNorm,
  MaxPool2d,
  normal,
  relu,
  Sequential,
  type Stage,
  type Tensor,
} from "@blockzoo/core";
import type { WithAuxiliary } from "./auxiliary.js";
import { ConvolutionUnit, type ConvolutionUnitOptions } from "./convolution-unit.js";
import { transformInput } from "./transform-input.js";

/** A row of table 1: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj. */
export type ModuleSizes = readonly [number, number, number, number, number, number];

/** What the paper and torchvision do differently, throughout a network. */
export interface GoogLeNetForm {
  /** `"lrn"`: biases, and local response normalisation before and after conv2 and conv3; `"batch"`: batch normalisation of each convolution. */
  readonly normalization: "lrn" | "batch" | "none";
  /** Kernels of the second, third and fourth branch of a module, the last of its pool. */
  readonly kernels: readonly [number, number, number];
  /** Kernels of maxpool1, maxpool2, ...: all have stride 2 and keep a last window that is only partly inside. */
  readonly pools: readonly number[];
  /** Of the features that the classifier sees. */
  readonly dropout: number;
}

/** Auxiliary classifiers, which exist in training only. */
export interface HeadOptions {
  /** Modules whose output they see: `["4a", "4d"]`. */
  readonly after: readonly string[];
  /** How 4x4 places are made: 5x5 windows of stride 3, as published, or adaptively. */
  readonly pool: "5x5" | "adaptive";
  readonly channels: number;
  readonly units: number;
  readonly dropout: number;
}

export interface GoogLeNetOptions {
  /** Table 1 by name, `"3a"`, `"3b"`, `"4a"`, ...: a pool stands where the number changes. */
  readonly modules: Readonly<Record<string, ModuleSizes>>;
  /** The first convolution, and the channels of it, of the 1x1 and of the 3x3 convolution after it. */
  readonly stem: {
    readonly kernel: number;
    readonly stride: number;
    readonly channels: readonly [number, number, number];
  };
  readonly form: GoogLeNetForm;
  /** Default none. */
  readonly heads?: HeadOptions | undefined;
  /** Of the images. Default 3. */
  readonly channels?: number;
  /** Default 1000. */
  readonly classes?: number;
  /** Whether images come normalised by ImageNet's mean and deviation, see {@link transformInput}. Default false. */
  readonly transform?: boolean;
}

/** Of one network: what its convolutions have in common. */
type UnitOptions = Pick<ConvolutionUnitOptions, "batchNorm" | "initializer">;

/**
 * Figure 2b: filters of several sizes and a pool side by side, behind 1x1 convolutions that keep them cheap; their outputs are
 * joined along the channels. `[N, in, H, W] -> [N, #1x1 + #3x3 + #5x5 + pool proj, H, W]`.
 */
export class Inception extends Block {
  readonly branch1;
  readonly branch2;
  readonly branch3;
  readonly branch4;
  readonly outChannels: number;

  constructor(
    inChannels: number,
    [ones, reduce3, threes, reduce5, fives, projection]: ModuleSizes,
    { kernels, ...unit }: UnitOptions & Pick<GoogLeNetForm, "kernels">,
  ) {
    super();
    const [three, five, pool] = kernels;
    this.branch1 = new ConvolutionUnit(inChannels, ones, 1, unit);
    this.branch2 = new Sequential(
      new ConvolutionUnit(inChannels, reduce3, 1, unit),
      new ConvolutionUnit(reduce3, threes, three, unit),
    );
    this.branch3 = new Sequential(
      new ConvolutionUnit(inChannels, reduce5, 1, unit),
      new ConvolutionUnit(reduce5, fives, five, unit),
    );
    this.branch4 = new Sequential(
      new MaxPool2d(pool, { stride: 1, padding: Math.floor(pool / 2) }),
      new ConvolutionUnit(inChannels, projection, 1, unit),
    );
    this.outChannels = ones + threes + fives + projection;
  }

  forward(x: Tensor): Tensor {
    return concat(
      [this.branch1, this.branch2, this.branch3, this.branch4].map((branch) => x.pipe(branch)),
      1,
    );
  }
}

/** Section 5: a small classifier on top of a module, whose loss carries gradients into the middle. `[N, in, H, W] -> [N, classes]`. */
export class AuxiliaryHead extends Block {
  readonly pool: Stage;
  readonly conv;
  readonly fc1;
  readonly dropout;
  readonly fc2;

  constructor(inChannels: number, classes: number, { pool, channels, units, dropout }: HeadOptions, unit: UnitOptions) {
    super();
    this.pool = pool === "5x5" ? new AveragePool2d(5, { stride: 3 }) : new AdaptiveAveragePool(4);
    this.conv = new ConvolutionUnit(inChannels, channels, 1, unit);
    this.fc1 = new Linear(4 * 4 * channels, units, { initializer: unit.initializer });
    this.dropout = new Dropout(dropout);
    this.fc2 = new Linear(units, classes, { initializer: unit.initializer });
  }

  forward(x: Tensor): Tensor {
    return x.pipe(this.pool, this.conv, flatten, this.fc1, relu, this.dropout, this.fc2);
  }
}

/**
 * Images [N, channels, H, W], 224x224 in the paper, to logits [N, classes]; with auxiliary heads and in training to
 * {@link WithAuxiliary}. In eval mode the heads are not computed.
 *
 * @throws BlockzooError where a head is to stand after a module that there is not
 */
export class GoogLeNet extends Block {
  readonly conv1: ConvolutionUnit;
  readonly maxpool1: MaxPool2d;
  readonly lrn1: LocalResponseNorm | undefined;
  readonly conv2: ConvolutionUnit;
  readonly conv3: ConvolutionUnit;
  readonly lrn2: LocalResponseNorm | undefined;
  readonly maxpool2: MaxPool2d;
  readonly [module: `inception${string}`]: Inception;
  readonly [pool: `maxpool${number}`]: MaxPool2d;
  readonly [head: `aux${number}`]: AuxiliaryHead;
  // Declared only, since fields are in the order in which they are set: the classifier is the last.
  declare readonly dropout: Dropout;
  declare readonly fc: Linear;
  readonly #body: readonly BodyName[];
  /** Names of the modules that aux1, aux2, ... stand after. */
  readonly #headed: readonly string[];
  readonly #transform: boolean;

  constructor({ modules, stem, form, heads, channels = 3, classes = 1000, transform = false }: GoogLeNetOptions) {
    super();
    const batchNorm = form.normalization === "batch";
    const unit = { batchNorm, initializer: batchNorm ? normal({ deviation: 0.01 }) : kaimingNormal() };
    const lrn = () => (form.normalization === "lrn" ? new LocalResponseNorm({ k: 1 }) : undefined);
    const pool = (number: number) => new MaxPool2d(form.pools[number - 1]!, { stride: 2, ceilMode: true });

    const [first, reduce, last] = stem.channels;
    const padding = Math.floor(stem.kernel / 2);
    this.conv1 = new ConvolutionUnit(channels, first, stem.kernel, { stride: stem.stride, padding, ...unit });
    this.maxpool1 = pool(1);
    this.lrn1 = lrn();
    this.conv2 = new ConvolutionUnit(first, reduce, 1, unit);
    this.conv3 = new ConvolutionUnit(reduce, last, 3, unit);
    this.lrn2 = lrn();
    this.maxpool2 = pool(2);

    const body: Record<string, Inception | MaxPool2d> = {};
    let width = last;
    for (const [name, sizes] of Object.entries(modules)) {
      // Modules are numbered by the size of their maps: a pool makes the next size.
      const before = Number.parseInt(name) - 1;
      if (before > 2) body[`maxpool${before}`] ??= pool(before);
      const module = new Inception(width, sizes, { kernels: form.kernels, ...unit });
      body[`inception${name}`] = module;
      width = module.outChannels;
    }
    const after = heads?.after ?? [];
    const headBlocks = after.map((name, index) => {
      const module = body[`inception${name}`];
      const names = Object.keys(modules).join(", ");
      check(module instanceof Inception, () => `an auxiliary head is to stand after "${name}", there are ${names}`);
      return [`aux${index + 1}`, new AuxiliaryHead(module.outChannels, classes, heads!, unit)] as const;
    });
    Object.assign(this, body, Object.fromEntries(headBlocks));
    this.dropout = new Dropout(form.dropout);
    this.fc = new Linear(width, classes, { initializer: unit.initializer });
    this.#body = Object.keys(body) as BodyName[];
    this.#headed = after.map((name) => `inception${name}`);
    this.#transform = transform;
  }

  forward(x: Tensor): Tensor | WithAuxiliary {
    const stem = [this.conv1, this.maxpool1, this.lrn1, this.conv2, this.conv3, this.lrn2, this.maxpool2];
    const images = this.#transform ? transformInput(x) : x;
    let maps = images.pipe(...stem.filter((stage) => stage !== undefined));
    const auxiliary: Tensor[] = [];
    for (const name of this.#body) {
      maps = this[name]!.forward(maps);
      const head = this.#headed.indexOf(name) + 1;
      if (head > 0 && isTraining()) auxiliary.push(this[`aux${head}`]!.forward(maps));
    }
    const logits = maps.pipe(globalAveragePool, this.dropout, this.fc);
    return auxiliary.length === 0 ? logits : { logits, auxiliary };
  }
}

type BodyName = `inception${string}` | `maxpool${number}`;
