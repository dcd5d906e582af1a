/**
 * The convolutional part of VGG networks, for these and for all that stand on it: segmentation, style transfer, detection.
 *
 * K. Simonyan, A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", arXiv 1409.1556, 2014,
 * section 2.1. Layers have the names under which they are cited, `conv<stage>_<number>`, such as conv4_3.
 */
import {
  AveragePool2d,
  BatchNorm2d,
  Block,
  BlockzooError,
  check,
  Conv2d,
  kaimingNormal,
  MaxPool2d,
  relu,
  type Stage,
  type Tensor,
} from "@blockzoo/core";
import type { Layer, Stages } from "./configurations.js";

/** What a layer does: `bn` stands behind each `conv` of networks with batch normalisation, `pool` ends a stage. */
type LayerKind = "conv" | "bn" | "relu";

/** The name of a layer: `conv1_2`, `relu3_1`, `pool5`. */
export type LayerName = `${LayerKind}${number}_${number}` | `pool${number}`;

export interface VggFeaturesOptions {
  /** What the stages consist of: a column of table 1. */
  readonly stages: Stages;
  /** Of the images. Default 3. */
  readonly channels?: number;
  /** Batch normalisation behind each convolution. Default false. */
  readonly batchNorm?: boolean;
  /** Pools keep a last window that is only partly inside, as Caffe's do. Default false. */
  readonly ceilMode?: boolean;
  /** What a pool takes of its window. Default `"max"`, as the paper does. */
  readonly pool?: keyof typeof pools;
}

const pools = { max: MaxPool2d, average: AveragePool2d } as const;

/**
 * Images `[N, channels, H, W]` to the maps of the last pool, `[N, C, H / 32, W / 32]` after five stages.
 *
 * State: that of torchvision's `vgg.features`: `0.weight`, `0.bias`, `2.weight`, ...
 *
 * @example
 * const trunk = new VggFeatures({ stages: table1.D });
 * const { relu1_1, pool4 } = trunk.activations(x, ["relu1_1", "pool4"]);   // in a forward, or in evaluate
 */
export class VggFeatures extends Block {
  readonly [position: `${number}`]: Stage;
  /** The names of the layers; that at position `i` is field `i`. */
  readonly layers: readonly LayerName[];
  /** Channels of the last pool. */
  readonly outChannels: number;

  constructor({ stages, channels = 3, batchNorm = false, ceilMode = false, pool = "max" }: VggFeaturesOptions) {
    super();
    const Pool = pools[pool];
    check(Pool !== undefined, () => `VggFeatures: pool must be "max" or "average", got "${pool}"`);
    const named: [LayerName, Stage][] = [];
    let inChannels = channels;
    for (const [index, layers] of stages.entries()) {
      const stage = index + 1;
      for (const [place, layer] of layers.entries()) {
        const { kernel, outChannels } = sizesOf(layer);
        const at = `${stage}_${place + 1}` as const;
        named.push([`conv${at}`, convolution(inChannels, outChannels, kernel)]);
        if (batchNorm) named.push([`bn${at}`, new BatchNorm2d(outChannels)]);
        named.push([`relu${at}`, relu]);
        inChannels = outChannels;
      }
      named.push([`pool${stage}`, new Pool(2, { ceilMode })]);
    }
    this.layers = named.map(([name]) => name);
    this.outChannels = inChannels;
    Object.assign(this, Object.fromEntries(named.map(([, layer], position) => [position, layer])));
  }

  forward(x: Tensor): Tensor {
    return x.pipe(...this.#stagesUpTo(this.layers.length - 1));
  }

  /**
   * What layers give, by their names: the network runs as far as the deepest of them.
   *
   * @throws BlockzooError where there is no layer of a name
   */
  activations<Name extends LayerName>(x: Tensor, names: readonly Name[]): Readonly<Record<Name, Tensor>> {
    const wanted = new Map(names.map((name) => [this.position(name), name]));
    const found: [Name, Tensor][] = [];
    let y = x;
    for (const [position, stage] of this.#stagesUpTo(Math.max(-1, ...wanted.keys())).entries()) {
      y = y.pipe(stage);
      const name = wanted.get(position);
      if (name !== undefined) found.push([name, y]);
    }
    return Object.fromEntries(found) as Record<Name, Tensor>;
  }

  /** The position of a layer, which is its path in this block: 28 for `conv5_3` of configuration D. */
  position(name: LayerName): number {
    const position = this.layers.indexOf(name);
    if (position >= 0) return position;
    throw new BlockzooError(`VggFeatures has no layer "${name}": there are ${this.layers.join(", ")}`);
  }

  #stagesUpTo(last: number): Stage[] {
    return Array.from({ length: last + 1 }, (_, position) => this[`${position}`]!);
  }
}

function sizesOf(layer: Layer): { kernel: number; outChannels: number } {
  const found = /^conv([13])-([1-9]\d*)$/.exec(layer);
  if (found === null) throw new BlockzooError(`expected a convolution such as "conv3-64", got "${layer}"`);
  return { kernel: Number(found[1]), outChannels: Number(found[2]) };
}

/** Height and width stay. */
function convolution(inChannels: number, outChannels: number, kernel: number): Conv2d {
  return new Conv2d(inChannels, outChannels, kernel, { padding: (kernel - 1) / 2, initializer: kaimingNormal() });
}
