/**
 * The restricted Boltzmann machine: two layers, each unit of one connected with each of the other, that learn a distribution.
 *
 * P. Smolensky, "Information Processing in Dynamical Systems: Foundations of Harmony Theory", 1986 (the harmonium);
 * G. E. Hinton, "Training Products of Experts by Minimizing Contrastive Divergence", Neural Computation 14(8), 2002;
 * G. E. Hinton, "A Practical Guide to Training Restricted Boltzmann Machines", UTML TR 2010-003.
 *
 * Notation: v the visible units, with the biases a; h the hidden units, with the biases b; W the weights between them; σ the
 * logistic function. Both layers are of 0 and 1 (Bernoulli), or one of them of numbers with variance 1 (Gaussian).
 *
 *   E(v, h) = -a·v - b·h - v W h        the energy; for Gaussian v, |v - a|²/2 in the place of -a·v; likewise for h
 *   P(v, h) = exp(-E(v, h)) / Z         Z the sum over all v and h
 *   P(h = 1 | v) = σ(b + v W)           hidden units are independent given v; a Gaussian one has the mean b + v W
 *   P(v = 1 | h) = σ(a + h Wᵀ)
 *   F(v) = -log Σ_h exp(-E(v, h))       the free energy: -a·v - Σ log(1 + exp(b + v W)) for Bernoulli units
 *   log P(v) = -F(v) - log Z
 *
 * Deviations: Gaussian units have variance 1 and no parameter for it, as in section 13.2 of the guide: data are scaled to it.
 * The guide's visible biases, log(p / (1 - p)) of the data, are `firstVisibleBias`'s matter; here they start at 0.
 */
import {
  add,
  Block,
  check,
  checkOptions,
  describeType,
  matMul,
  mul,
  normal,
  numeric,
  Parameter,
  reduceSum,
  sub,
  zeros,
  type Tensor,
} from "@blockzoo/core";
import { drawNoise, unitRules, type UnitKind } from "./units.js";

export interface RbmOptions {
  /** How many visible units there are. */
  readonly visible: number;
  /** How many hidden units there are. */
  readonly hidden: number;
  /** Default `"bernoulli"`. */
  readonly visibleUnits?: UnitKind;
  /** `"gaussian"` is the linear code layer of Hinton & Salakhutdinov 2006. Default `"bernoulli"`. */
  readonly hiddenUnits?: UnitKind;
}

/** What a step of Gibbs sampling gives. */
export interface GibbsStep {
  /** The next state of the visible units: a sample. */
  readonly visible: Tensor;
  /** What it was drawn from: the expected visible units, given a sample of the hidden ones. */
  readonly means: Tensor;
}

/**
 * A machine with `visible` and `hidden` units. State: `weight` [visible, hidden], N(0, .01²) at first; `visibleBias` [visible]
 * and `hiddenBias` [hidden], at first 0. Layers are [N, visible] and [N, hidden].
 *
 * @example
 * const machine = new Rbm({ visible: 784, hidden: 500 });
 * const features = machine.hiddenProbabilities(images);   // in a graph: [N, 784] to [N, 500]
 * @throws BlockzooError where both layers are Gaussian: with large weights these have no distribution
 */
export class Rbm extends Block {
  readonly weight: Parameter;
  readonly visibleBias: Parameter;
  readonly hiddenBias: Parameter;
  readonly visibleUnits: UnitKind;
  readonly hiddenUnits: UnitKind;

  constructor(options: RbmOptions) {
    super();
    checkOptions("Rbm", options, { visible: true, hidden: true, visibleUnits: true, hiddenUnits: true });
    const { visible, hidden, visibleUnits = "bernoulli", hiddenUnits = "bernoulli" } = options;
    for (const [name, units] of Object.entries({ visible, hidden })) {
      check(Number.isInteger(units) && units > 0, () => `Rbm: ${name} must be a positive whole number, got ${units}`);
    }
    for (const kind of [visibleUnits, hiddenUnits]) {
      const kinds = Object.keys(unitRules);
      check(kinds.includes(kind), () => `Rbm: there are no units "${kind}": there are ${kinds.join(", ")}`);
    }
    check(
      visibleUnits === "bernoulli" || hiddenUnits === "bernoulli",
      () =>
        "Rbm: one of the layers must be of Bernoulli units; two Gaussian ones have no distribution with large weights",
    );
    this.visibleUnits = visibleUnits;
    this.hiddenUnits = hiddenUnits;
    this.weight = new Parameter([visible, hidden], normal({ deviation: 0.01 }));
    this.visibleBias = new Parameter([visible], zeros());
    this.hiddenBias = new Parameter([hidden], zeros());
  }

  /** The features of visible units: {@link hiddenProbabilities}. */
  forward(visible: Tensor): Tensor {
    return this.hiddenProbabilities(visible);
  }

  /** The positive phase: the expected hidden units [N, hidden] for visible ones [N, visible]. */
  hiddenProbabilities(visible: Tensor): Tensor {
    return unitRules[this.hiddenUnits].mean(this.#toHidden(visible), this.hiddenBias);
  }

  /** The negative phase: the expected visible units [N, visible] for hidden ones [N, hidden]. */
  visibleProbabilities(hidden: Tensor): Tensor {
    return unitRules[this.visibleUnits].mean(this.#toVisible(hidden), this.visibleBias);
  }

  /** A state of the hidden units, drawn by `noise` [N, hidden]: uniform in [0, 1) for Bernoulli units, else standard normal. */
  sampleHidden(visible: Tensor, noise: Tensor): Tensor {
    return unitRules[this.hiddenUnits].sample(this.hiddenProbabilities(visible), noise);
  }

  /** A state of the visible units, drawn by `noise` [N, visible]: uniform in [0, 1) for Bernoulli units, else standard normal. */
  sampleVisible(hidden: Tensor, noise: Tensor): Tensor {
    return unitRules[this.visibleUnits].sample(this.visibleProbabilities(hidden), noise);
  }

  /** One step of the Markov chain whose states are distributed as the machine says: hidden units, and from them visible ones. */
  gibbs(visible: Tensor, hiddenNoise: Tensor, visibleNoise: Tensor): GibbsStep {
    const means = this.visibleProbabilities(this.sampleHidden(visible, hiddenNoise));
    return { visible: unitRules[this.visibleUnits].sample(means, visibleNoise), means };
  }

  /** The same in a training step, by noise that is drawn from the seed of the run. */
  nextVisible(visible: Tensor): Tensor {
    const rows = numeric(visible.shape[0]!, "a chain");
    const [visibleUnits, hiddenUnits] = this.weight.shape as [number, number];
    const hiddenNoise = drawNoise(this.hiddenUnits, [rows, hiddenUnits]);
    return this.gibbs(visible, hiddenNoise, drawNoise(this.visibleUnits, [rows, visibleUnits])).visible;
  }

  /** E(v, h) of each pair of rows: [N]. */
  energy(visible: Tensor, hidden: Tensor): Tensor {
    const together = reduceSum(mul(this.#toHidden(visible), hidden), { axes: [-1] });
    return sub(add(this.#visibleEnergy(visible), this.#hiddenEnergy(hidden)), together);
  }

  /** F(v): [N, visible] to [N]. */
  freeEnergy(visible: Tensor): Tensor {
    const summedOut = unitRules[this.hiddenUnits].summedOut(this.#toHidden(visible), this.hiddenBias);
    return sub(this.#visibleEnergy(visible), reduceSum(summedOut, { axes: [-1] }));
  }

  /** The same of hidden units, `-log Σ_v exp(-E(v, h))`: [N, hidden] to [N]. */
  hiddenFreeEnergy(hidden: Tensor): Tensor {
    const summedOut = unitRules[this.visibleUnits].summedOut(this.#toVisible(hidden), this.visibleBias);
    return sub(this.#hiddenEnergy(hidden), reduceSum(summedOut, { axes: [-1] }));
  }

  #visibleEnergy(visible: Tensor): Tensor {
    return reduceSum(unitRules[this.visibleUnits].energy(visible, this.visibleBias), { axes: [-1] });
  }

  #hiddenEnergy(hidden: Tensor): Tensor {
    return reduceSum(unitRules[this.hiddenUnits].energy(hidden, this.hiddenBias), { axes: [-1] });
  }

  /** v W */
  #toHidden(visible: Tensor): Tensor {
    const [units] = this.weight.shape;
    check(visible.shape.at(-1) === units, () => `expects ${units} visible units, got ${describeType(visible)}`);
    return matMul(visible, this.weight);
  }

  /** h Wᵀ */
  #toVisible(hidden: Tensor): Tensor {
    const [, units] = this.weight.shape;
    check(hidden.shape.at(-1) === units, () => `expects ${units} hidden units, got ${describeType(hidden)}`);
    return matMul(hidden, this.weight, { transposeB: true });
  }
}
