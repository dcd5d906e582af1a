import { customGradient } from "../autodiff/custom-gradient.js";
import { currentBuilder, type TensorLike } from "../graph/builder.js";
import { mul, neg } from "../ops/elementwise.js";
import { reduceSum } from "../ops/reduce.js";
import { stopGradient } from "../ops/special.js";
import type { Tensor } from "../tensor.js";

/**
 * Gradient reversal: the identity forward, `dx = -λ dy` backward, so that what lies before it learns to raise the loss that
 * what lies behind it learns to lower. `x` of any shape, `strength` λ a scalar, which may be an input of the graph and so
 * change from step to step.
 *
 * Y. Ganin, V. Lempitsky, "Unsupervised Domain Adaptation by Backpropagation", 2015, arXiv 1409.7495, section 3.
 *
 * Useful for: domain-adversarial training, features that do not tell what they must not tell, min-max games in one loss.
 *
 * @example domain.forward(gradientReversal(features, strength))
 */
export function gradientReversal(x: Tensor, strength: TensorLike = 1): Tensor {
  const factor = currentBuilder("gradientReversal(...)").adopt(strength);
  const [y] = customGradient(
    [x, factor],
    ([value]) => [value!],
    ([dy], [, lambda]) => [neg(mul(dy!, lambda!)), undefined],
  );
  return y!;
}

/**
 * The strength of {@link gradientReversal} over a training: `λ = 2 / (1 + exp(-γ p)) - 1`, which rises from 0 at the start
 * (`progress` p = 0) to nearly 1 at the end (p = 1), so that an untrained domain classifier does no harm. A number, computed
 * on the host and fed to the step.
 *
 * Y. Ganin et al., "Domain-Adversarial Training of Neural Networks", 2016, arXiv 1505.07818, section 5.2; there γ is 10.
 *
 * Useful for: domain-adversarial training that starts calmly.
 *
 * @example ndarray([reversalStrength(step / steps)], [])
 */
export function reversalStrength(progress: number, steepness = 10): number {
  return 2 / (1 + Math.exp(-steepness * progress)) - 1;
}

/**
 * A scalar whose gradient with respect to `y` is the given one: `Σ y · stopGradient(gradient)`. Its own value means nothing.
 * `y` and `gradient` have one shape, or shapes that broadcast. Added to a loss, it sends a gradient into a part of a network
 * that did not come from the parts behind it.
 *
 * M. Jaderberg et al., "Decoupled Neural Interfaces using Synthetic Gradients", 2017, arXiv 1608.05343, section 2;
 * R. J. Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning" (REINFORCE),
 * 1992, where `y` is the logarithm of a probability and the gradient the cost of the draw, less a baseline.
 *
 * Useful for: local losses, synthetic gradients, layers that learn without waiting for the next, score-function gradients.
 *
 * @example
 * const h = layer.forward(x);
 * const guess = guesser.forward(stopGradient(h));   // of the gradient of the loss with respect to h
 * const local = surrogateLoss(h, guess);            // trains the layer, not the guesser
 */
export function surrogateLoss(y: Tensor, gradient: TensorLike): Tensor {
  return reduceSum(mul(y, stopGradient(gradient)));
}
