import { Block } from "../blocks/block.js";
import { check } from "../errors.js";
import { numericShape } from "../dimensions.js";
import { random } from "../functions/random.js";
import { isTraining } from "../graph/builder.js";
import { mul } from "../ops/elementwise.js";
import type { Tensor } from "../tensor.js";

/**
 * Sets each value to zero with the given probability while training and scales the others up, so that the expectation
 * stays; the identity in eval mode.
 *
 * Formula: training `y = m x / (1 - p)` with `m = 1` with probability `1 - p`, else 0; eval `y = x`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15.
 *
 * Useful for: large layers and little data: no unit can rely on another.
 *
 * @example new Sequential(new Linear(256, 4096), relu, new Dropout(0.5))
 */
export class Dropout extends Block {
  constructor(readonly probability = 0.5) {
    super();
    check(
      probability >= 0 && probability < 1,
      () => `Dropout expects a probability of at least 0 and below 1, got ${probability}`,
    );
  }

  forward(x: Tensor): Tensor {
    if (!isTraining() || this.probability === 0) return x;
    const kept = 1 - this.probability;
    return mul(x, mul(random.bernoulli(numericShape(x.shape, "dropout in training"), kept), 1 / kept));
  }
}
