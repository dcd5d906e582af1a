import { add, checkOptions, div, mul, relu, sqrt, square, sub } from "@blockzoo/core";
import { checkSetting, withWeightDecay, type UpdateRule } from "./update-rule.js";

export interface RmsPropOptions {
  /** Default 0.01. */
  readonly learningRate?: number;
  /** The share of the old mean square that is kept. Default 0.99. */
  readonly alpha?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Divides by the standard deviation of the gradient instead of its root mean square. Default false. */
  readonly centered?: boolean;
  /** Adds `weightDecay` times the parameter to its gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * RMSprop as `torch.optim.RMSprop`. With gradient `g`, rate `η` and momentum `μ`:
 *
 *     v ← α v + (1 - α) g²,   b ← μ b + g / (√v + ε),   θ ← θ - η b
 *
 * Centred, `√(v - a²)` with `a ← α a + (1 - α) g` takes the place of `√v`. The slots hold `v / (1 - α)`, `a / (1 - α)` and
 * `√(1 - α) b`; the factors are folded into the rate and `ε`.
 *
 * Slots: `optimizer.meanSquare.<parameter>`, `optimizer.mean.<parameter>` (centred), `optimizer.momentum.<parameter>`.
 *
 * T. Tieleman, G. Hinton, lecture 6.5 of "Neural Networks for Machine Learning", 2012; centred: A. Graves, "Generating
 * Sequences With Recurrent Neural Networks", 2013, equations 38 to 45 (arXiv 1308.0850).
 */
export function rmsProp(options: RmsPropOptions = {}): UpdateRule {
  checkOptions("rmsProp", options, {
    learningRate: true,
    alpha: true,
    epsilon: true,
    momentum: true,
    centered: true,
    weightDecay: true,
  });
  const {
    learningRate = 0.01,
    alpha = 0.99,
    epsilon = 1e-8,
    momentum = 0,
    centered = false,
    weightDecay = 0,
  } = options;
  checkSetting("rmsProp", "learningRate", learningRate, 0);
  checkSetting("rmsProp", "alpha", alpha, 0, 1);
  checkSetting("rmsProp", "epsilon", epsilon, 0);
  checkSetting("rmsProp", "momentum", momentum, 0);
  checkSetting("rmsProp", "weightDecay", weightDecay, 0);
  const scale = Math.sqrt(1 - alpha);
  return {
    name: "rmsProp",
    learningRate,
    settings: { alpha, epsilon, momentum, centered, weightDecay },
    begin(step) {
      const rate = div(step.learningRate, scale);
      return (parameter) => {
        const gradient = withWeightDecay(parameter, weightDecay);
        const meanSquare = parameter.slot("meanSquare");
        const squares = add(mul(meanSquare.value, alpha), square(gradient));
        meanSquare.update(squares);
        let spread = squares;
        if (centered) {
          const mean = parameter.slot("mean");
          const sum = add(mul(mean.value, alpha), gradient);
          mean.update(sum);
          // Never negative but by rounding.
          spread = relu(sub(squares, mul(square(sum), 1 - alpha)));
        }
        let direction = div(gradient, add(sqrt(spread), epsilon / scale));
        if (momentum > 0) {
          const slot = parameter.slot("momentum");
          direction = add(mul(slot.value, momentum), direction);
          slot.update(direction);
        }
        return sub(parameter.value, mul(direction, rate));
      };
    },
  };
}
