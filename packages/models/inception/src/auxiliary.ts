import { add, isTensor, mul, type Tensor } from "@blockzoo/core";

/** What a network with auxiliary heads returns while it is trained. */
export interface WithAuxiliary {
  /** Of the network itself, [N, classes]. */
  readonly logits: Tensor;
  /** Of the heads, from the input on, each [N, classes]. */
  readonly auxiliary: readonly Tensor[];
}

/**
 * The loss with auxiliary heads: that of the network, and those of the heads times a weight (Szegedy et al. 2014, section 5).
 * It is the plain loss where there are no heads, so that one line trains every variant.
 *
 * @param output what `forward` returned
 * @param loss a scalar, of the logits of one head
 * @param weight of each auxiliary loss; 0.3 by default, the paper's
 * @example fit(model, { loss: (model, { x, y }) => auxiliaryLoss(model.forward(x), (logits) => crossEntropy(logits, y)), ... })
 */
export function auxiliaryLoss(output: Tensor | WithAuxiliary, loss: (logits: Tensor) => Tensor, weight = 0.3): Tensor {
  if (isTensor(output)) return loss(output);
  return output.auxiliary.reduce((total, logits) => add(total, mul(loss(logits), weight)), loss(output.logits));
}
