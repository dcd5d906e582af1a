import { abs, check, div, minimum, mul, square, sub, type Tensor } from "@blockzoo/core";
import { difference } from "./difference.js";
import { meanOf, type MaskOptions } from "./mean.js";

/**
 * The mean of `(x - t)²`, as `torch.nn.functional.mse_loss`.
 *
 * Useful for: quantities whose errors are like normal noise; reconstructions.
 *
 * @param predictions float32 of any shape
 * @param targets float32 of the same shape
 * @returns a float32 scalar
 * @example meanSquaredError(model.forward(x), y)
 */
export function meanSquaredError(predictions: Tensor, targets: Tensor, options: MaskOptions = {}): Tensor {
  return meanOf(square(difference("meanSquaredError", { predictions, targets })), options);
}

/**
 * The mean of `|x - t|`, as `torch.nn.functional.l1_loss`; shapes as for {@link meanSquaredError}.
 *
 * Useful for: quantities with outliers, which pull a mean and not a median.
 *
 * @example meanAbsoluteError(model.forward(x), y)
 */
export function meanAbsoluteError(predictions: Tensor, targets: Tensor, options: MaskOptions = {}): Tensor {
  return meanOf(abs(difference("meanAbsoluteError", { predictions, targets })), options);
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
 *
 * Useful for: quantities with some outliers, and smooth near 0.
 *
 * @example huber(model.forward(x), y, { delta: 0.5 })
 */
export function huber(predictions: Tensor, targets: Tensor, options: HuberOptions = {}): Tensor {
  const { delta = 1, mask } = options;
  check(delta > 0, () => `huber: delta must be positive, got ${delta}`);
  return meanOf(parabolaThenLine(difference("huber", { predictions, targets }), delta), { mask });
}

export interface SmoothL1Options extends MaskOptions {
  /** Where the parabola becomes a line. Default 1. */
  readonly beta?: number;
}

/**
 * The mean of `e²/(2β)` where `e = |x - t|` is at most `β`, and of `e - β/2` beyond: {@link huber} divided by `β`, whose
 * slope far out is 1 whatever `β`. As `torch.nn.functional.smooth_l1_loss`; shapes as for {@link meanSquaredError}.
 *
 * R. Girshick, "Fast R-CNN", 2015, arXiv 1504.08083, equation 3.
 *
 * Useful for: boxes and other quantities with wild errors at the start of training.
 *
 * @example smoothL1(boxes, truth, { beta: 0.1 })
 */
export function smoothL1(predictions: Tensor, targets: Tensor, { beta = 1, mask }: SmoothL1Options = {}): Tensor {
  check(beta > 0, () => `smoothL1: beta must be positive, got ${beta}`);
  const losses = parabolaThenLine(difference("smoothL1", { predictions, targets }), beta);
  return div(meanOf(losses, { mask }), beta);
}

/** `e²/2` where `e` is at most `end`, and the tangent beyond. */
function parabolaThenLine(differences: Tensor, end: number): Tensor {
  const distance = abs(differences);
  // Both branches are m (e - m/2) with m = min(e, δ).
  const inner = minimum(distance, end);
  return mul(inner, sub(distance, mul(inner, 0.5)));
}
