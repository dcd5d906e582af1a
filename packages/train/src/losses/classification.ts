import {
  add,
  and,
  check,
  describeType,
  equal,
  exp,
  less,
  log,
  logSoftmax,
  maximum,
  mul,
  ndarray,
  neg,
  numeric,
  reduceMax,
  reduceMean,
  reduceSum,
  reshape,
  softplus,
  stopGradient,
  sub,
  tensor,
  where,
  type Dimension,
  type Tensor,
} from "@blockzoo/core";
import { meanOf, type MaskOptions } from "./mean.js";

export interface CrossEntropyOptions extends MaskOptions {
  /** The share `s` of the target that is spread evenly over all classes (Szegedy et al. 2015, section 7). Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * Softmax cross-entropy: the mean over samples of `-log p[y]` with `p = softmax(logits)`, and with label smoothing `s` of
 * `-(1 - s) log p[y] - s mean_k log p[k]`. As `torch.nn.functional.cross_entropy`.
 *
 * A label outside `0 .. K-1` makes the loss NaN, which stops `fit`. With a mask it picks no class and counts as 0, so that
 * padding may have any label.
 *
 * @param logits float32 `[N, K]`, or `[N, K, ...spatial]`
 * @param labels int32 `[N]`, or `[N, ...spatial]`
 * @returns a float32 scalar
 * @example crossEntropy(model.forward(x), y)
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  { mask, labelSmoothing = 0 }: CrossEntropyOptions = {},
): Tensor {
  check(
    labelSmoothing >= 0 && labelSmoothing < 1,
    () => `crossEntropy: the label smoothing must be at least 0 and below 1, got ${labelSmoothing}`,
  );
  const logProbabilities = logSoftmax(logits, { axis: 1 });
  const picked = neg(pickClass("crossEntropy", logProbabilities, labels));
  const losses = mask === undefined ? where(isClass(labels, logits.shape[1]!), picked, NaN) : picked;
  if (labelSmoothing === 0) return meanOf(losses, { mask });
  const even = reduceMean(logProbabilities, { axes: [1] });
  return meanOf(sub(mul(losses, 1 - labelSmoothing), mul(even, labelSmoothing)), { mask });
}

/**
 * The mean of `-z log σ(x) - (1 - z) log(1 - σ(x))`, computed as `softplus(x) - x z`, which is safe for large `x`. As
 * `torch.nn.functional.binary_cross_entropy_with_logits`.
 *
 * @param logits float32 of any shape
 * @param targets float32 of the same shape, each from 0 to 1
 * @returns a float32 scalar
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, targets: Tensor, options: MaskOptions = {}): Tensor {
  return meanOf(sub(softplus(logits), mul(logits, targets)), options);
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
 * @param distances float32 `[N, K]`: squared distances, 0 or more
 * @param labels int32 `[N]`
 * @returns a float32 scalar
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

function isClass(labels: Tensor, classes: Dimension): Tensor {
  return and(less(-1, labels), less(labels, numeric(classes, "crossEntropy")));
}

/** The value of each sample's class: `[N, K, ...]` and labels `[N, ...]` give `[N, ...]`. */
function pickClass(what: string, values: Tensor, labels: Tensor): Tensor {
  const [samples, classes, ...spatial] = values.shape;
  const expected = [samples, ...spatial];
  check(
    values.rank >= 2 &&
      labels.dtype === "int32" &&
      labels.rank === expected.length &&
      labels.shape.every((size, axis) => size === expected[axis]),
    () =>
      `${what} expects [N, K, ...] and int32 labels [N, ...], got ${describeType(values)} and ${describeType(labels)}`,
  );
  const count = numeric(classes!, what);
  // One class index beside each value, instead of one-hot labels: the classes need not become the last axis.
  const indices = tensor(
    ndarray(
      Int32Array.from({ length: count }, (_, index) => index),
      [1, count, ...spatial.map(() => 1)],
    ),
  );
  const own = equal(indices, reshape(labels, [samples!, 1, ...spatial]));
  return reduceSum(where(own, values, 0), { axes: [1] });
}
