import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { mul, sigmoid } from "../ops/elementwise.js";
import { constant } from "../random/initializers.js";
import type { Stage, Tensor } from "../tensor.js";
import { Linear } from "./linear.js";

/**
 * One connection: the output is the input times a learned number.
 *
 * Formula: `o = i w`
 *
 * Shapes: `[...] -> [...]`; state `weight` [1].
 *
 * Reference: Rosenblatt 1958, "The perceptron", Psychological Review 65(6).
 *
 * Useful for: seeing gradient descent at work on a single number.
 *
 * @example new Weight(0.5)   // begins with w = 0.5
 */
export class Weight extends Block {
  readonly weight: Parameter;

  /** @param initial the first value, default 1: the identity */
  constructor(initial = 1) {
    super();
    this.weight = new Parameter([1], constant(initial));
  }

  forward(x: Tensor): Tensor {
    return mul(x, this.weight);
  }
}

/**
 * One artificial neuron: a weighted sum of its inputs, shifted, through a non-linearity.
 *
 * Formula: `o = f(Σ_i w_i x_i + b)`, f being σ by default
 *
 * Shapes: `[..., inputs] -> [..., 1]`; state `linear.weight` [1, inputs], `linear.bias` [1].
 *
 * Reference: McCulloch & Pitts 1943, "A logical calculus of the ideas immanent in nervous activity"; Rosenblatt 1958.
 *
 * Useful for: AND, OR and NOT by hand; watching a ReLU die: where `w x + b < 0` for all data its gradient is 0 for ever.
 *
 * @example
 * new Neuron(2)                           // logistic
 * new Neuron(2, { activation: relu })     // with w = [1, 1], b = -10 dead on inputs from 0 to 1
 */
export class Neuron extends Block {
  readonly linear: Linear;
  readonly #activation: Stage;

  constructor(inputs: number, options: { readonly activation?: Stage } = {}) {
    super();
    checkOptions("Neuron", options, { activation: true });
    this.linear = new Linear(inputs, 1);
    this.#activation = options.activation ?? sigmoid;
  }

  forward(x: Tensor): Tensor {
    return x.pipe(this.linear, this.#activation);
  }
}
