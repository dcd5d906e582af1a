import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { mul, neg, relu, sigmoid, sub } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";
import { constant } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";
import { Linear } from "./linear.js";

/**
 * A leaky ReLU whose slope is learned, one for all channels or one for each.
 *
 * Formula: `y = max(x, 0) + a min(x, 0)`
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]`; state `weight` [1] or [C], 0.25 at first, as in `torch.nn.PReLU`.
 *
 * Reference: He et al. 2015, "Delving deep into rectifiers", arXiv 1502.01852, section 2.1.
 *
 * Useful for: deep image nets, which gain a little accuracy for a handful of parameters.
 *
 * @example new Sequential(new Conv2d(3, 64, 3), new PReLU(64))
 */
export class PReLU extends Block {
  readonly weight: Parameter;

  /** @param channels 1, the default, for one slope in all */
  constructor(
    readonly channels = 1,
    options: { readonly initial?: number } = {},
  ) {
    super();
    checkOptions("PReLU", options, { initial: true });
    this.weight = new Parameter([channels], constant(options.initial ?? 0.25));
  }

  forward(x: Tensor): Tensor {
    check(
      this.channels === 1 || x.shape[1] === this.channels,
      () => `expects ${this.channels} channels, got x ${describeType(x)}`,
    );
    const slopes = reshape(this.weight, [this.channels, ...x.shape.slice(2).map(() => 1)]);
    return sub(relu(x), mul(slopes, relu(neg(x))));
  }
}

/**
 * Lets a value through by as much as a gate, which looks at other inputs, is open: the one idea in LSTM, GRU, highway and
 * gated linear units.
 *
 * Formula: `y = σ(W x + b) ∘ v`
 *
 * Shapes: x `[..., in]` and v `[..., out] -> [..., out]`; state `control.weight` [out, in], `control.bias` [out].
 *
 * Reference: Hochreiter & Schmidhuber 1997, "Long short-term memory", section 4; Dauphin et al. 2016, arXiv 1612.08083.
 *
 * Useful for: nets that decide from the input what to keep, to forget and to pass on.
 *
 * @example new Gate(16, 8).forward(x, value)   // closed where W x + b is far below 0
 */
export class Gate extends Block {
  readonly control: Linear;

  constructor(inFeatures: number, outFeatures: number) {
    super();
    this.control = new Linear(inFeatures, outFeatures);
  }

  forward(x: Tensor, value: Tensor): Tensor {
    const features = this.control.outFeatures;
    check(value.shape.at(-1) === features, () => `expects a value of ${features} features, got ${describeType(value)}`);
    return mul(sigmoid(this.control.forward(x)), value);
  }
}
