import { abs, check, describeType, minimum, mul, square, sub, type Tensor } from "@blockzoo/core";
import { meanOf, type MaskOptions } from "./mean.js";

/**
 * The mean of `(x - t)²`, as `torch.nn.functional.mse_loss`.
 *
 * @param predictions float32 of any shape
 * @param targets float32 of the same shape
 * @returns a float32 scalar
 */
export function meanSquaredError(predictions: Tensor, targets: Tensor, options: MaskOptions = {}): Tensor {
  return meanOf(square(difference("meanSquaredError", predictions, targets)), options);
}

/** The mean of `|x - t|`, as `torch.nn.functional.l1_loss`; shapes as for {@link meanSquaredError}. */
export function meanAbsoluteError(predictions: Tensor, targets: Tensor, options: MaskOptions = {}): Tensor {
  return meanOf(abs(difference("meanAbsoluteError", predictions, targets)), options);
}

export interface HuberOptions extends MaskOptions {
  /** Where the parabola becomes a line. Default 1. */
  readonly delta?: number;
}

/**
 * The mean of `e²/2` where `e = |x - t|` is at most `δ`, and of `δ (e - δ/2)` beyond, as `torch.nn.functional.huber_loss`;
 * shapes as for {@link meanSquaredError}.
 *
 * P. J. Huber, "Robust Estimation of a Location Parameter", 1964.
 */
export function huber(predictions: Tensor, targets: Tensor, options: HuberOptions = {}): Tensor {
  const { delta = 1, mask } = options;
  check(delta > 0, () => `huber: delta must be positive, got ${delta}`);
  const distance = abs(difference("huber", predictions, targets));
  // Both branches are m (e - m/2) with m = min(e, δ).
  const inner = minimum(distance, delta);
  return meanOf(mul(inner, sub(distance, mul(inner, 0.5))), { mask });
}

/** Broadcasting here would be a mistake that trains: `[N, 1]` against `[N]` gives `[N, N]` differences. */
function difference(what: string, predictions: Tensor, targets: Tensor): Tensor {
  check(
    describeType(predictions) === describeType(targets),
    () =>
      `${what} expects predictions and targets of one shape, got ${describeType(predictions)} and ${describeType(targets)}`,
  );
  return sub(predictions, targets);
}
