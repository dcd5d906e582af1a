import { abs, add, check, mul, reduceSum, square, trainableParameters, type Model, type Tensor } from "@blockzoo/core";

export interface PenaltyOptions {
  /** λ, 0 or more. */
  readonly strength: number;
  /** Which trainable parameters are penalised, by their names in the state dict; all by default. */
  readonly select?: (name: string) => boolean;
}

/**
 * `λ Σ |w|` over parameters of a model, a term of the loss: its gradient is `λ sign(w)`, which drives weights to 0.
 *
 * R. Tibshirani, "Regression Shrinkage and Selection via the Lasso", 1996.
 *
 * Useful for: weights few of which shall matter.
 *
 * @returns a float32 scalar
 * @example add(crossEntropy(model.forward(x), y), l1Penalty(model, { strength: 1e-4 }))
 * @throws BlockzooError where nothing is selected
 */
export function l1Penalty(model: Model, options: PenaltyOptions): Tensor {
  return mul(sumOver("l1Penalty", model, options, abs), options.strength);
}

/**
 * `λ/2 Σ w²` over parameters of a model, a term of the loss: its gradient is `λ w`, which draws weights towards 0. With plain
 * SGD it is the rule's `weightDecay`, with Adam it is not (I. Loshchilov, F. Hutter, 2019, arXiv 1711.05101).
 *
 * A. Krogh, J. A. Hertz, "A Simple Weight Decay Can Improve Generalization", 1992.
 *
 * Useful for: nets with more weights than the data can fix.
 *
 * @returns a float32 scalar
 * @example l2Penalty(model, { strength: 5e-4, select: (name) => name.endsWith("weight") })
 * @throws BlockzooError where nothing is selected
 */
export function l2Penalty(model: Model, options: PenaltyOptions): Tensor {
  return mul(sumOver("l2Penalty", model, options, square), options.strength / 2);
}

function sumOver(
  what: string,
  model: Model,
  { strength, select = () => true }: PenaltyOptions,
  map: (x: Tensor) => Tensor,
): Tensor {
  check(strength >= 0, () => `${what}: the strength must be 0 or more, got ${strength}`);
  const parameters = trainableParameters(model);
  const chosen = [...parameters].filter(([name]) => select(name));
  check(
    chosen.length > 0,
    () => `${what}: no parameter is selected; the trainable ones are ${[...parameters.keys()].join(", ") || "none"}`,
  );
  return chosen.map(([, parameter]) => reduceSum(map(parameter.read()))).reduce((sum, term) => add(sum, term));
}
