import {
  add,
  check,
  describeType,
  div,
  equal,
  exp,
  expand,
  log,
  logSoftmax,
  maximum,
  mul,
  ndarray,
  neg,
  reduceMax,
  reduceMean,
  reduceSum,
  reshape,
  softplus,
  stopGradient,
  sub,
  tensor,
  where,
  type Tensor,
} from "@blockzoo/core";
import { pickClass, unlessNoClass } from "./classes.js";
import { checkOneShape } from "./difference.js";
import { meanOf, type MaskOptions } from "./mean.js";

export interface CrossEntropyOptions extends MaskOptions {
  /** The share `s` of the target that is spread evenly over all classes (Szegedy et al. 2015, section 7). Default 0. */
  readonly labelSmoothing?: number;
  /** One weight for each class, `K` of them: the mean becomes one weighed by that of each sample's class. */
  readonly classWeights?: readonly number[] | undefined;
}

/**
 * Softmax cross-entropy: the mean over samples of `-log p[y]` with `p = softmax(logits)`, and with label smoothing `s` of
 * `-(1 - s) log p[y] - s mean_k log p[k]`. As `torch.nn.functional.cross_entropy`.
 *
 * A label outside `0 .. K-1` makes the loss NaN, which stops `fit`, unless the mask leaves it out: padding may have any label.
 *
 * @param logits float32 `[N, K]`, or `[N, K, ...spatial]`
 * @param labels int32 `[N]`, or `[N, ...spatial]`
 * @returns a float32 scalar
 *
 * Useful for: one class of several.
 *
 * @example crossEntropy(model.forward(x), y)
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  { mask, labelSmoothing = 0, classWeights }: CrossEntropyOptions = {},
): Tensor {
  check(
    labelSmoothing >= 0 && labelSmoothing < 1,
    () => `crossEntropy: the label smoothing must be at least 0 and below 1, got ${labelSmoothing}`,
  );
  const weights = classWeights && weightsOf(classWeights, logits);
  const logProbabilities = logSoftmax(logits, { axis: 1 });
  const weighed = weights === undefined ? logProbabilities : mul(logProbabilities, weights);
  const picked = neg(pickClass("crossEntropy", weighed, labels));
  const losses = unlessNoClass(picked, { scores: logits, labels });
  const smoothed =
    labelSmoothing === 0
      ? losses
      : sub(mul(losses, 1 - labelSmoothing), mul(reduceMean(weighed, { axes: [1] }), labelSmoothing));
  const mean = meanOf(smoothed, { mask });
  if (weights === undefined) return mean;
  const weight = meanOf(pickClass("crossEntropy", expand(weights, logits.shape), labels), { mask });
  // A mask that leaves nothing makes both 0.
  return div(mean, where(equal(weight, 0), 1, weight));
}

/** The weights along axis 1, `[1, K, 1, ...]`. */
function weightsOf(classWeights: readonly number[], logits: Tensor): Tensor {
  check(
    classWeights.length === logits.shape[1],
    () => `crossEntropy: there are ${classWeights.length} class weights for logits ${describeType(logits)}`,
  );
  return tensor(
    ndarray(
      [...classWeights],
      logits.shape.map((_, axis) => (axis === 1 ? classWeights.length : 1)),
    ),
  );
}

export interface BinaryCrossEntropyOptions extends MaskOptions {
  /** What the share of the target 1 is multiplied by, above 1 where ones are rare. Default 1. */
  readonly positiveWeight?: number;
}

/**
 * The logistic loss: the mean of `-p z log σ(x) - (1 - z) log(1 - σ(x))`, computed as `softplus(x) - x z`, which is safe for
 * large `x`. As `torch.nn.functional.binary_cross_entropy_with_logits` with its `pos_weight` p.
 *
 * Useful for: yes or no, labels that do not exclude each other, images whose pixels are shares of ink.
 *
 * @param logits float32 of any shape
 * @param targets float32 of the same shape, each from 0 to 1
 * @returns a float32 scalar
 * @example binaryCrossEntropyWithLogits(model.forward(x), y, { positiveWeight: 10 })
 */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  targets: Tensor,
  { mask, positiveWeight = 1 }: BinaryCrossEntropyOptions = {},
): Tensor {
  checkOneShape("binaryCrossEntropyWithLogits", { logits, targets });
  const plain = sub(softplus(logits), mul(logits, targets));
  if (positiveWeight === 1) return meanOf(plain, { mask });
  const extra = mul(mul(targets, positiveWeight - 1), softplus(neg(logits)));
  return meanOf(add(plain, extra), { mask });
}

export interface RbfLossOptions extends MaskOptions {
  /** The constant penalty of "none of the classes". Default 0.1. */
  readonly j?: number;
}

/**
 * The loss of the original LeNet-5, whose outputs are distances to a code of each class: the mean over samples of
 * `d[y] + log(e^-j + Σ_i e^-d[i])`. The second term pushes the distances to wrong classes up until they are well above `j`.
 *
 * Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998, equation 9.
 *
 * Useful for: nets that compare with a drawing of each class, and shall refuse what is like none.
 *
 * @param distances float32 `[N, K]`: squared distances, 0 or more
 * @param labels int32 `[N]`
 * @returns a float32 scalar
 * @example maximumLikelihoodRbf(model.forward(x), y)
 */
export function maximumLikelihoodRbf(distances: Tensor, labels: Tensor, options: RbfLossOptions = {}): Tensor {
  const { mask, j = 0.1 } = options;
  const scores = neg(distances);
  // Both exponentials are taken relative to the larger, which changes nothing but their range.
  const shift = stopGradient(maximum(reduceMax(scores, { axes: [1], keepDimensions: true }), -j));
  const others = reduceSum(exp(sub(scores, shift)), { axes: [1], keepDimensions: true });
  const penalty = add(log(add(others, exp(sub(-j, shift)))), shift);
  const own = pickClass("maximumLikelihoodRbf", distances, labels);
  return meanOf(add(own, reshape(penalty, own.shape)), { mask });
}
