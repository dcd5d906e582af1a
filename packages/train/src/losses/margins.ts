import {
  add,
  and,
  check,
  describeType,
  mul,
  notEqual,
  reduceSum,
  relu,
  reshape,
  sqrt,
  square,
  sub,
  where,
  iota,
  type Tensor,
} from "@blockzoo/core";
import { isCounted, meanOf, type MaskOptions } from "./mean.js";
import { isOwnClass, pickClass, unlessNoClass } from "./classes.js";
import { checkOneShape, difference } from "./difference.js";

export interface HingeOptions extends MaskOptions {
  /** How far the right class must be ahead. Default 1. */
  readonly margin?: number;
  /** Squares each excess (L2-SVM). Default false. */
  readonly squared?: boolean;
}

/**
 * The loss of support vector machines with several classes: the mean over samples of `Σ_{j≠y} max(0, s_j - s_y + Δ)`. It is K
 * times that of `torch.nn.functional.multi_margin_loss`, which divides by the number of classes.
 *
 * J. Weston, C. Watkins, "Support Vector Machines for Multi-Class Pattern Recognition", 1999; squared in Y. Tang, "Deep
 * Learning using Linear Support Vector Machines", 2013, arXiv 1306.0239.
 *
 * A label outside `0 .. K-1` is treated as by {@link crossEntropy}.
 *
 * Useful for: classes to be told apart by a margin, where what is right by more than that shall not matter any more.
 *
 * @param scores float32 `[N, K]`, or `[N, K, ...spatial]`
 * @param labels int32 `[N]`, or `[N, ...spatial]`
 * @returns a float32 scalar
 * @example hinge(model.forward(x), y)
 */
export function hinge(scores: Tensor, labels: Tensor, options: HingeOptions = {}): Tensor {
  const { margin = 1, mask } = options;
  const own = pickClass("hinge", scores, labels);
  const [samples, , ...spatial] = scores.shape;
  const excess = relu(add(sub(scores, reshape(own, [samples!, 1, ...spatial])), margin));
  const others = where(isOwnClass("hinge", scores, labels), 0, options.squared === true ? square(excess) : excess);
  return meanOf(unlessNoClass(reduceSum(others, { axes: [1] }), { scores, labels }), { mask });
}

/**
 * The loss of a support vector machine with two classes: the mean of `max(0, Δ - t s)`.
 *
 * C. Cortes, V. Vapnik, "Support-Vector Networks", 1995.
 *
 * Useful for: yes or no by a margin.
 *
 * @param scores float32 of any shape
 * @param targets float32 of the same shape, 1 or -1
 * @returns a float32 scalar
 * @example binaryHinge(model.forward(x), t)
 */
export function binaryHinge(scores: Tensor, targets: Tensor, options: HingeOptions = {}): Tensor {
  const { margin = 1, mask } = options;
  checkOneShape("binaryHinge", { scores, targets });
  const excess = relu(sub(margin, mul(scores, targets)));
  return meanOf(options.squared === true ? square(excess) : excess, { mask });
}

export interface MarginOptions extends MaskOptions {
  readonly margin?: number;
}

/**
 * A pair whose first score shall be the higher: the mean of `max(0, Δ - (a - b))`; Δ is 0 by default. As
 * `torch.nn.functional.margin_ranking_loss` with targets of 1.
 *
 * R. Herbrich, T. Graepel, K. Obermayer, "Large Margin Rank Boundaries for Ordinal Regression", 2000.
 *
 * Useful for: learning an order from comparisons.
 *
 * @param higher float32 of any shape
 * @param lower float32 of the same shape
 * @returns a float32 scalar
 * @example marginRanking(scoreOf(better), scoreOf(worse), { margin: 0.1 })
 */
export function marginRanking(higher: Tensor, lower: Tensor, { margin = 0, mask }: MarginOptions = {}): Tensor {
  return meanOf(relu(sub(margin, difference("marginRanking", { higher, lower }))), { mask });
}

/** Added to differences in distances, as PyTorch does: the root has no gradient at 0. */
const epsilon = 1e-6;

/**
 * An anchor that shall be nearer to a positive than to a negative: the mean of `max(0, |a - p| - |a - n| + Δ)` with
 * Euclidean distances; Δ is 1 by default. As `torch.nn.functional.triplet_margin_loss`.
 *
 * F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet", 2015, arXiv 1503.03832, there with squared distances.
 *
 * Useful for: embeddings in which what belongs together lies together.
 *
 * @param anchor float32 `[..., D]`
 * @param positive float32 of the same shape
 * @param negative float32 of the same shape
 * @returns a float32 scalar
 * @example tripletMargin(embed(x), embed(same), embed(other))
 */
export function tripletMargin(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  { margin = 1, mask }: MarginOptions = {},
): Tensor {
  checkOneShape("tripletMargin", { anchor, positive, negative });
  const distance = (to: Tensor) => sqrt(reduceSum(square(add(sub(anchor, to), epsilon)), { axes: [-1] }));
  return meanOf(relu(add(sub(distance(positive), distance(negative)), margin)), { mask });
}

/**
 * Pairs of a batch, each of which shall be more alike than either of its parts is with a part of another pair: the mean over
 * pairs of `Σ_{k≠i} max(0, Δ - s_ii + s_ik) + max(0, Δ - s_ii + s_ki)`; Δ is 0.2 by default.
 *
 * R. Kiros, R. Salakhutdinov, R. S. Zemel, "Unifying Visual-Semantic Embeddings with Multimodal Neural Language Models",
 * 2014, arXiv 1411.2539, section 2.2, there summed over pairs.
 *
 * Useful for: images and their sentences in one space, search in both directions.
 *
 * @param similarities float32 `[N, N]`: of the first part of each pair, in the rows, with the second of each
 * @returns a float32 scalar
 * @example contrastiveRanking(matMul(images, sentences, { transposeB: true }))
 */
export function contrastiveRanking(similarities: Tensor, { margin = 0.2, mask }: MarginOptions = {}): Tensor {
  const [pairs, columns] = similarities.shape;
  check(
    similarities.rank === 2 && pairs === columns,
    () => `contrastiveRanking expects similarities [N, N], got ${describeType(similarities)}`,
  );
  const positions = iota(pairs!);
  const different = notEqual(positions, reshape(positions, [pairs!, 1]));
  // A pair that does not count is no rival of those that do, either.
  const others = mask === undefined ? different : and(different, bothCount(isCounted(mask)));
  const own = reduceSum(where(different, 0, similarities), { axes: [1] });
  const excess = (ahead: Tensor, axis: number) =>
    reduceSum(where(others, relu(add(sub(similarities, ahead), margin)), 0), { axes: [axis] });
  return meanOf(add(excess(reshape(own, [pairs!, 1]), 1), excess(own, 0)), { mask });
}

/** Of `[N]`, whether both parts of each pair count: `[N, N]`. */
function bothCount(counts: Tensor): Tensor {
  return and(counts, reshape(counts, [counts.shape[0]!, 1]));
}
