import { add, checkOptions, div, mul, sqrt, square, sub, type Tensor } from "@blockzoo/core";
import {
  checkSetting,
  withWeightDecay,
  type ParameterScope,
  type Slot,
  type StepScope,
  type UpdateRule,
} from "./update-rule.js";

export interface AdamOptions {
  /** Default 1e-3. */
  readonly learningRate?: number;
  /** The shares of the old moments that are kept, `β1` and `β2`. Default `[0.9, 0.999]`. */
  readonly betas?: readonly [number, number];
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** How strongly weights decay: for Adam as a part of the gradient, for AdamW apart from it. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Adam as `torch.optim.Adam`. With gradient `g` (plus `weightDecay * θ`), rate `η` and step `t = 1, 2, ...`:
 *
 *     m ← β1 m + (1 - β1) g,   v ← β2 v + (1 - β2) g²
 *     θ ← θ - η m̂ / (√v̂ + ε)   with m̂ = m / (1 - β1^t), v̂ = v / (1 - β2^t)
 *
 * The slots hold the sums `M = m / (1 - β1)` and `V = v / (1 - β2)`, and `S1`, `S2`, the sums of the weights in them. So
 * `m̂ = M / S1`, `v̂ = V / S2`, and the step is `η √S2 / S1 * M / (√V + ε √S2)`: four passes over each parameter fewer.
 *
 * Slots: `optimizer.firstMoment.<parameter>`, `optimizer.secondMoment.<parameter>`, `optimizer.firstWeight`,
 * `optimizer.secondWeight`.
 *
 * D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2014, algorithm 1 (arXiv 1412.6980).
 *
 * @example adam({ learningRate: 3e-4 })
 */
export function adam(options: AdamOptions = {}): UpdateRule {
  const settings = adamSettings("adam", options, 0);
  return {
    name: "adam",
    ...settings,
    begin(step) {
      const move = beginAdam(step, settings.settings);
      return (parameter) => move({ ...parameter, gradient: withWeightDecay(parameter, settings.settings.weightDecay) });
    },
  };
}

/**
 * Adam with weight decay apart from the gradient, `θ ← (1 - η weightDecay) θ` before the step of {@link adam}, as
 * `torch.optim.AdamW`; the decay is 0.01 by default.
 *
 * I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2017, algorithm 2 (arXiv 1711.05101).
 */
export function adamW(options: AdamOptions = {}): UpdateRule {
  const settings = adamSettings("adamW", options, 0.01);
  const { weightDecay } = settings.settings;
  return {
    name: "adamW",
    ...settings,
    begin(step) {
      const move = beginAdam(step, settings.settings);
      if (weightDecay === 0) return move;
      const kept = sub(1, mul(step.learningRate, weightDecay));
      return (parameter) => move({ ...parameter, value: mul(parameter.value, kept) });
    },
  };
}

type AdamSettings = Record<"beta1" | "beta2" | "epsilon" | "weightDecay", number>;

function adamSettings(rule: string, options: AdamOptions, defaultDecay: number) {
  checkOptions(rule, options, { learningRate: true, betas: true, epsilon: true, weightDecay: true });
  const {
    learningRate = 1e-3,
    betas: [beta1, beta2] = [0.9, 0.999],
    epsilon = 1e-8,
    weightDecay = defaultDecay,
  } = options;
  checkSetting(rule, "learningRate", learningRate, 0);
  checkSetting(rule, "the first beta", beta1, 0, 1);
  checkSetting(rule, "the second beta", beta2, 0, 1);
  checkSetting(rule, "epsilon", epsilon, 0);
  checkSetting(rule, "weightDecay", weightDecay, 0);
  const settings: AdamSettings = { beta1, beta2, epsilon, weightDecay };
  return { learningRate, settings };
}

/** The step without weight decay. */
function beginAdam(step: StepScope, { beta1, beta2, epsilon }: AdamSettings): (parameter: ParameterScope) => Tensor {
  const firstWeight = geometricSum(step.slot("firstWeight"), beta1);
  const spread = sqrt(geometricSum(step.slot("secondWeight"), beta2));
  const size = div(mul(step.learningRate, spread), firstWeight);
  const scaledEpsilon = mul(spread, epsilon);
  return (parameter) => {
    const { value, gradient } = parameter;
    const firstMoment = parameter.slot("firstMoment");
    const secondMoment = parameter.slot("secondMoment");
    const first = add(mul(firstMoment.value, beta1), gradient);
    const second = add(mul(secondMoment.value, beta2), square(gradient));
    firstMoment.update(first);
    secondMoment.update(second);
    return sub(value, mul(div(first, add(sqrt(second), scaledEpsilon)), size));
  };
}

/** `(1 - β^t) / (1 - β) = 1 + β + ... + β^(t-1)`, step by step: without the cancellation of `1 - β^t` in float32. */
function geometricSum(slot: Slot, beta: number): Tensor {
  const sum = add(mul(slot.value, beta), 1);
  slot.update(sum);
  return sum;
}
