/**
 * The convolutional restricted Boltzmann machine: one set of filters at all places of an image.
 *
 * H. Lee, R. Grosse, R. Ranganath, A. Y. Ng, "Convolutional Deep Belief Networks for Scalable Unsupervised Learning of
 * Hierarchical Representations", ICML 2009, sections 3.2 to 3.4.
 *
 * Notation: v the visible image; W^k the filter of map k, of b_k the bias; h^k its detection units, in blocks B of C x C of
 * which at most one is on; p^k the pooling units, one a block; c the bias of a channel of v; * cross-correlation, ⊛ its
 * adjoint.
 *
 *   I(h^k) = W^k * v + b_k                          E(v, h) = -Σ_k h^k · I(h^k) - c · v
 *   P(h^k = 1 | v), P(p^k = 1 | v)                  softmax of each block: ./probabilistic-max-pooling.ts
 *   P(v = 1 | h) = σ(Σ_k W^k ⊛ h^k + c)             F(v) = -c · v - Σ_B log(1 + Σ_B exp I)
 *
 * Visible units are binary, or normal with variance 1: then |v - c|² / 2 stands for -c · v, and v has the mean in the place
 * of σ.
 *
 * Deviations: filters are not flipped, cross-correlation being what is called a convolution now. What a unit above says of a pooling
 * unit, section 3.6, is not heard: layers are inferred from the image upwards only.
 */
import {
  Block,
  check,
  conv,
  convTranspose,
  describeType,
  mul,
  normal,
  numericShape,
  Parameter,
  random,
  reduceSum,
  reshape,
  sub,
  zeros,
  type Tensor,
} from "@blockzoo/core";
import type { GibbsStep } from "../rbm.js";
import { drawNoise, unitRules, type UnitKind } from "../units.js";
import { logPartitionOfBlocks, probabilisticMaxPooling, sampleBlocks } from "./probabilistic-max-pooling.js";

export interface ConvolutionalRbmOptions {
  /** Of the image. Default 1. */
  readonly channels?: number;
  /** K, the number of maps. */
  readonly filters: number;
  /** Height and width of a filter. */
  readonly kernel: number;
  /** C: blocks of C x C share one pooling unit. The maps, of the image's size less `kernel - 1`, must be multiples. */
  readonly pooling: number;
  /** Default `"bernoulli"`. */
  readonly visibleUnits?: UnitKind;
}

/**
 * Images [N, channels, H, W] to the probabilities of pooling units [N, filters, (H - kernel + 1) / C, (W - kernel + 1) / C].
 *
 * State: `weight` [filters, channels, kernel, kernel], `hiddenBias` [filters], `visibleBias` [channels].
 *
 * @example new ConvolutionalRbm({ filters: 16, kernel: 9, pooling: 2 })   // 28x28 to 16 maps of 10x10
 */
export class ConvolutionalRbm extends Block {
  readonly weight: Parameter;
  readonly hiddenBias: Parameter;
  readonly visibleBias: Parameter;
  readonly visibleUnits: UnitKind;
  /** C */
  readonly pooling: number;

  constructor(options: ConvolutionalRbmOptions) {
    super();
    const { channels = 1, filters, kernel, pooling, visibleUnits = "bernoulli" } = options;
    for (const [name, size] of Object.entries({ channels, filters, kernel, pooling })) {
      check(
        Number.isInteger(size) && size > 0,
        () => `ConvolutionalRbm: ${name} must be a positive whole number, got ${size}`,
      );
    }
    this.weight = new Parameter([filters, channels, kernel, kernel], normal({ deviation: 0.01 }));
    this.hiddenBias = new Parameter([filters], zeros());
    this.visibleBias = new Parameter([channels], zeros());
    this.visibleUnits = visibleUnits;
    this.pooling = pooling;
  }

  /** P(p = 1 | v): what the layer above sees. */
  forward(visible: Tensor): Tensor {
    return probabilisticMaxPooling(this.#toHidden(visible), this.pooling).pooled;
  }

  /** P(h = 1 | v) of the detection units, [N, filters, h, w] with h = H - kernel + 1. */
  hiddenProbabilities(visible: Tensor): Tensor {
    return probabilisticMaxPooling(this.#toHidden(visible), this.pooling).detection;
  }

  /** The expected visible units [N, channels, H, W] given detection units [N, filters, h, w]. */
  visibleProbabilities(hidden: Tensor): Tensor {
    return unitRules[this.visibleUnits].mean(convTranspose(hidden, this.weight), this.#biasOfImages());
  }

  /** A state of the detection units, drawn by a uniform number for each block: `noise` [N, filters, h / C, w / C]. */
  sampleHidden(visible: Tensor, noise: Tensor): Tensor {
    return sampleBlocks(this.#toHidden(visible), this.pooling, noise);
  }

  /** A state of the visible units, drawn by `noise` [N, channels, H, W]: uniform for Bernoulli units, else standard normal. */
  sampleVisible(hidden: Tensor, noise: Tensor): Tensor {
    return unitRules[this.visibleUnits].sample(this.visibleProbabilities(hidden), noise);
  }

  /** One step of the Markov chain whose states are distributed as the machine says. */
  gibbs(visible: Tensor, hiddenNoise: Tensor, visibleNoise: Tensor): GibbsStep {
    const means = this.visibleProbabilities(this.sampleHidden(visible, hiddenNoise));
    return { visible: unitRules[this.visibleUnits].sample(means, visibleNoise), means };
  }

  /** The same inside a training step, where noise is drawn from the seed of the run. */
  nextVisible(visible: Tensor): Tensor {
    const [batch, ...image] = numericShape(visible.shape, "the chain of a convolutional machine");
    const [, height, width] = image as [number, number, number];
    const [filters, , kernel] = this.weight.shape as [number, number, number];
    const blocks = [height, width].map((extent) => Math.floor((extent - kernel + 1) / this.pooling));
    const hiddenNoise = random.uniform([batch!, filters, ...blocks]);
    return this.gibbs(visible, hiddenNoise, drawNoise(this.visibleUnits, [batch!, ...image])).visible;
  }

  /** E(v, h) [N]. */
  energy(visible: Tensor, hidden: Tensor): Tensor {
    return sub(this.#visibleEnergy(visible), perSample(mul(hidden, this.#toHidden(visible))));
  }

  /** F(v) = -log Σ_h exp(-E(v, h)) [N], over all h of which at most one unit of a block is on. */
  freeEnergy(visible: Tensor): Tensor {
    const summedOut = logPartitionOfBlocks(this.#toHidden(visible), this.pooling);
    return sub(this.#visibleEnergy(visible), perSample(summedOut));
  }

  /** I(h), what drives every detection unit. */
  #toHidden(visible: Tensor): Tensor {
    const [, channels] = this.weight.shape;
    check(
      visible.rank === 4 && visible.shape[1] === channels,
      () => `expects images [N, ${channels}, H, W], got ${describeType(visible)}`,
    );
    return conv(visible, this.weight, { bias: this.hiddenBias });
  }

  #visibleEnergy(visible: Tensor): Tensor {
    return perSample(unitRules[this.visibleUnits].energy(visible, this.#biasOfImages()));
  }

  /** c, as it is added to images. */
  #biasOfImages(): Tensor {
    return reshape(this.visibleBias.read(), [1, -1, 1, 1]);
  }
}

/** The sum of all values of each sample: [N, ...] to [N]. */
function perSample(x: Tensor): Tensor {
  return reduceSum(x, { axes: x.shape.map((_, axis) => axis).slice(1) });
}
