import { mul, reduceMean, sub, surrogateLoss, type Tensor } from "@blockzoo/core";
import type { ConvolutionalRbm } from "./convolutional-rbm.js";

export interface SparsityOptions {
  /** How often a detection unit shall be on: the mean of a map's probabilities. */
  readonly target: number;
  /** λ, how fast the biases go there. */
  readonly strength: number;
}

/**
 * A term of a loss whose gradient moves the hidden biases, and nothing else, so that the units of each map are on as often as they
 * shall be, `λ (mean P(h = 1 | v) - target)`: an overcomplete machine has trivial solutions otherwise. Its value means nothing.
 *
 * H. Lee, C. Ekanadham, A. Y. Ng, "Sparse deep belief net model for visual area V2", NIPS 2007, section 3; for convolutional machines
 * H. Lee et al., ICML 2009, section 3.4.
 *
 * @param visible images [N, channels, H, W]
 * @returns a float32 scalar
 * @example add(contrastiveDivergence(machine, x), sparsityPenalty(machine, x, { target: 0.01, strength: 5 }))
 */
export function sparsityPenalty(
  machine: ConvolutionalRbm,
  visible: Tensor,
  { target, strength }: SparsityOptions,
): Tensor {
  const activity = reduceMean(machine.hiddenProbabilities(visible), { axes: [0, 2, 3] });
  return surrogateLoss(machine.hiddenBias.read(), mul(sub(activity, target), strength));
}
