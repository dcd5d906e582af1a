import { add, check, checkOptions, minimum, mul, sub } from "@blockzoo/core";
import { checkSetting, withWeightDecay, type UpdateRule } from "./update-rule.js";

export interface SgdOptions {
  readonly learningRate: number;
  /** The share of the last step's direction that is kept. Default 0. */
  readonly momentum?: number;
  /** Takes `1 - dampening` of each gradient but the first into the direction. Default 0. */
  readonly dampening?: number;
  /** Looks ahead along the new direction; needs momentum and no dampening. Default false. */
  readonly nesterov?: boolean;
  /** Adds `weightDecay` times the parameter to its gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent as `torch.optim.SGD`. With gradient `g`, rate `η`, momentum `μ` and dampening `τ`:
 *
 *     b ← μ b + (1 - τ) g        (b ← g at the first step)
 *     θ ← θ - η b                (Nesterov: θ ← θ - η (g + μ b))
 *
 * Slots: `optimizer.momentum.<parameter>`.
 *
 * I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization and momentum in deep learning", 2013.
 *
 * @example sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 })
 */
export function sgd(options: SgdOptions): UpdateRule {
  checkOptions("sgd", options, {
    learningRate: true,
    momentum: true,
    dampening: true,
    nesterov: true,
    weightDecay: true,
  });
  const { learningRate, momentum = 0, dampening = 0, nesterov = false, weightDecay = 0 } = options;
  checkSetting("sgd", "learningRate", learningRate, 0);
  checkSetting("sgd", "momentum", momentum, 0);
  checkSetting("sgd", "weightDecay", weightDecay, 0);
  check(!nesterov || (momentum > 0 && dampening === 0), () => "sgd: nesterov needs a momentum and a dampening of 0");
  return {
    name: "sgd",
    learningRate,
    settings: { momentum, dampening, nesterov, weightDecay },
    begin(step) {
      const dampened = momentum > 0 && dampening !== 0;
      let share = undefined;
      if (dampened) {
        const isLater = step.slot("isLater");
        share = sub(1, mul(isLater.value, dampening));
        isLater.update(minimum(add(isLater.value, 1), 1));
      }
      return (parameter) => {
        const gradient = withWeightDecay(parameter, weightDecay);
        if (momentum === 0) return sub(parameter.value, mul(gradient, step.learningRate));
        const slot = parameter.slot("momentum");
        const direction = add(mul(slot.value, momentum), share === undefined ? gradient : mul(gradient, share));
        slot.update(direction);
        const taken = nesterov ? add(gradient, mul(direction, momentum)) : direction;
        return sub(parameter.value, mul(taken, step.learningRate));
      };
    },
  };
}
