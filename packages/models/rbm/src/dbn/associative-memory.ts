/**
 * The top of a deep belief network that knows classes: a restricted Boltzmann machine with features and a label on one side,
 * hidden units on the other. Given a label it remembers features, given features a label.
 *
 * G. E. Hinton, S. Osindero, Y.-W. Teh, "A Fast Learning Algorithm for Deep Belief Nets", Neural Computation 18(7), 2006,
 * section 6 and figure 1.
 *
 * Notation: x the features and y the label, one-hot, which together are the visible units; h the hidden units. Of the units of
 * y exactly one is on, all else is as in ../rbm.ts, with the same energy:
 *
 *   P(y = k | h) = softmax(a_y + h W_yᵀ)_k
 *   P(y = k | x) = softmax(-F(x, y))_k          -F(x, k) = a·x + a_k + Σ log(1 + exp(b + x W_x + W_k)), section 6.2
 */
import {
  add,
  Block,
  cast,
  concat,
  less,
  matMul,
  numeric,
  random,
  reduceSum,
  softmax,
  softplus,
  split,
  unsqueeze,
  type Parameter,
  type Tensor,
} from "@blockzoo/core";
import { Rbm } from "../rbm.js";
import { sampleCategory } from "../sample-category.js";

export interface AssociativeMemoryOptions {
  readonly features: number;
  readonly classes: number;
  /** Hidden units. */
  readonly hidden: number;
}

/** What a step of Gibbs sampling gives. */
export interface MemoryStep {
  /** The next features: a sample. */
  readonly features: Tensor;
  /** What it was drawn from: their probabilities, given a sample of the hidden units. */
  readonly means: Tensor;
}

/**
 * Features [N, features] to scores of the classes [N, classes]. State: that of {@link Rbm}, as `machine`; of its visible units the
 * labels are the last.
 *
 * @example new AssociativeMemory({ features: 500, classes: 10, hidden: 2000 })
 */
export class AssociativeMemory extends Block {
  readonly machine: Rbm;
  readonly #sizes: readonly [features: number, classes: number];

  constructor({ features, classes, hidden }: AssociativeMemoryOptions) {
    super();
    this.machine = new Rbm({ visible: features + classes, hidden });
    this.#sizes = [features, classes];
  }

  /** What the memory says of features: log P(y | x), but for a number that is the same for all classes. */
  forward(features: Tensor): Tensor {
    const [weight, labels] = this.#parts(this.machine.weight);
    const [, biases] = this.#parts(this.machine.visibleBias);
    const shared = add(matMul(features, weight), this.machine.hiddenBias);
    // [N, 1, hidden] and [classes, hidden]
    return add(reduceSum(softplus(add(unsqueeze(shared, [1]), labels)), { axes: [2] }), biases);
  }

  /** One step of Gibbs sampling with a label that stays; `hiddenNoise` and `featuresNoise` are uniform in [0, 1). */
  gibbs(features: Tensor, label: Tensor, hiddenNoise: Tensor, featuresNoise: Tensor): MemoryStep {
    const hidden = this.machine.sampleHidden(concat([features, label], 1), hiddenNoise);
    const [means] = this.#visibleOf(hidden);
    return { features: cast(less(featuresNoise, means), "float32"), means };
  }

  /** F(x, y) of features and labels side by side [N, features + classes]: [N]. */
  freeEnergy(visible: Tensor): Tensor {
    return this.machine.freeEnergy(visible);
  }

  /** One step of Gibbs sampling of features and label, inside a training step, by noise that the seed of the run decides. */
  nextVisible(visible: Tensor): Tensor {
    const rows = numeric(visible.shape[0]!, "the chain of a memory");
    const [features] = this.#sizes;
    const [, hiddenUnits] = this.machine.weight.shape as [number, number];
    const hidden = this.machine.sampleHidden(visible, random.uniform([rows, hiddenUnits]));
    const [means, labels] = this.#visibleOf(hidden);
    const drawn = cast(less(random.uniform([rows, features]), means), "float32");
    return concat([drawn, sampleCategory(labels, random.uniform([rows, 1]), { axis: 1 })], 1);
  }

  /** The probabilities of features and of labels, given hidden units. */
  #visibleOf(hidden: Tensor): [features: Tensor, labels: Tensor] {
    const [, weight] = this.#parts(this.machine.weight);
    const [, bias] = this.#parts(this.machine.visibleBias);
    const labels = softmax(add(matMul(hidden, weight, { transposeB: true }), bias), { axis: 1 });
    const [means] = split(this.machine.visibleProbabilities(hidden), { axis: 1, sizes: this.#sizes });
    return [means!, labels];
  }

  /** What of a parameter belongs to features, and to labels. */
  #parts(parameter: Parameter): [features: Tensor, labels: Tensor] {
    return split(parameter, { sizes: this.#sizes }) as [Tensor, Tensor];
  }
}
