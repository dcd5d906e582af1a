import { Buffer, check, checkOptions, reduceMean, stopGradient, sub, type Tensor } from "@blockzoo/core";
import type { Rbm } from "./rbm.js";
import { randomStates } from "./units.js";

/** What contrastive divergence can train: a distribution with an energy, and a Markov chain that ends in it. */
export interface EnergyModel {
  /** F(v) of visible units [N, ...]: [N]. */
  freeEnergy(visible: Tensor): Tensor;
  /** In a training step: what one step of Gibbs sampling comes to, by noise that is drawn from the seed of the run. */
  nextVisible(visible: Tensor): Tensor;
}

export interface ContrastiveDivergenceOptions {
  /** Steps of Gibbs sampling, the k of CD-k. Default 1. */
  readonly steps?: number;
  /**
   * Chains that go on from where the last training step left them, in the place of such that start at the data: persistent
   * contrastive divergence. See {@link persistentChain}.
   */
  readonly chain?: Buffer;
}

/**
 * Contrastive divergence as a loss for `fit`: `mean F(v⁰) - mean F(vᵏ)`, where the chain's end vᵏ is a constant. Its gradient
 * is the statistic by which machines learn, `⟨v h⟩ᵏ - ⟨v h⟩⁰` for the weights: hidden units are sampled where they drive visible
 * ones, and probabilities in both statistics. Its value is near 0 all along and says nothing of how well the machine fits.
 *
 * With the number of steps the gradient tends to that of the exact likelihood, since the chain's visible units are samples too;
 * where they are probabilities, as in much code for k = 1, it does not.
 *
 * G. E. Hinton, "Training Products of Experts by Minimizing Contrastive Divergence", 2002; persistent chains: T. Tieleman,
 * "Training Restricted Boltzmann Machines using Approximations to the Likelihood Gradient", ICML 2008.
 *
 * @param visible the data [N, visible]
 * @returns a float32 scalar
 * @example
 * const { weights } = await fit(machine, { loss: (machine, { x }) => contrastiveDivergence(machine, x), ... });
 * @example
 * const model = { machine, chain: persistentChain(machine, { chains: 100 }) };
 * await fit(model, { loss: ({ machine, chain }, { x }) => contrastiveDivergence(machine, x, { chain }), ... });
 */
export function contrastiveDivergence(
  machine: EnergyModel,
  visible: Tensor,
  options: ContrastiveDivergenceOptions = {},
): Tensor {
  checkOptions("contrastiveDivergence", options, { steps: true, chain: true });
  const { steps = 1, chain } = options;
  check(
    Number.isInteger(steps) && steps > 0,
    () => `contrastiveDivergence: steps must be a positive whole number, got ${steps}`,
  );
  let end = chain?.read() ?? visible;
  for (let step = 0; step < steps; step++) end = machine.nextVisible(end);
  end = stopGradient(end);
  chain?.update(end);
  return sub(reduceMean(machine.freeEnergy(visible)), reduceMean(machine.freeEnergy(end)));
}

/**
 * The state of chains that persistent contrastive divergence keeps from step to step: a buffer [chains, visible], at first
 * random. A checkpoint holds it like weights.
 */
export function persistentChain(machine: Rbm, { chains }: { readonly chains: number }): Buffer {
  check(
    Number.isInteger(chains) && chains > 0,
    () => `persistentChain: chains must be a positive whole number, got ${chains}`,
  );
  const { visibleUnits } = machine;
  return new Buffer([chains, machine.weight.shape[0]!], (shape, stream) => randomStates(stream, visibleUnits, shape));
}
