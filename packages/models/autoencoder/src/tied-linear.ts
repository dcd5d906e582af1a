import { add, Block, matMul, Parameter, zeros, type Linear, type Tensor } from "@blockzoo/core";

/**
 * The linear layer back: the matrix of another one transposed, and a bias of its own. Both layers train the one matrix.
 *
 * Formula: `y = x W + b` where the other is `x Wᵀ + c`
 *
 * Shapes: `[..., out] -> [..., in]` of the other's sizes; state `bias` [in]
 *
 * Reference: Vincent et al. 2008, section 2.2 (tied weights).
 *
 * @example new TiedLinear(encoder.fc1)
 */
export class TiedLinear extends Block {
  readonly bias: Parameter;
  // Private, so that the matrix keeps one name: that in the layer it belongs to.
  readonly #linear: Linear;

  constructor(linear: Linear) {
    super();
    this.#linear = linear;
    this.bias = new Parameter([linear.inFeatures], zeros());
  }

  forward(x: Tensor): Tensor {
    return add(matMul(x, this.#linear.weight), this.bias);
  }
}
