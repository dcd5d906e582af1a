import { numeric, numericShape, type Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import { add, cast, div, exp, lessOrEqual, log, maximum, mul, neg, sub, where } from "../ops/elementwise.js";
import { iota, oneHot } from "../ops/indexing.js";
import { matMul } from "../ops/matmul.js";
import { argMax, reduceMax, reduceSum } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { stopGradient } from "../ops/special.js";
import { describeType, type Tensor } from "../tensor.js";
import { logSoftmax, softmax } from "./activations.js";
import { random } from "./random.js";

/** What attention returns; a plain structure of tensors, as `scan` carries. */
export type Attended = {
  /** The weighted mean of the values for each query, `[..., L, V]`. */
  readonly output: Tensor;
  /** How much each query takes of each value, `[..., L, S]`; rows add up to 1. */
  readonly weights: Tensor;
};

export interface AttentionMask {
  /**
   * bool, true where a query may attend, of a shape that broadcasts to that of the scores. What it excludes gets a weight of
   * exactly 0; where it leaves a query nothing, all weights and the output are 0. By default everything may be attended.
   */
  readonly mask?: Tensor | undefined;
}

/** In the place of scores that do not count: below any other, and finite, so that differences of it are numbers. */
const excluded = -1e30;

/**
 * Softmax over the last axis with places left out: `exp(x_i) / Σ_j exp(x_j)` over the `j` that the mask leaves. The rest is
 * exactly 0, and so is a row of which nothing is left. `x [..., S]`, mask bool that broadcasts to it.
 *
 * D. Bahdanau, K. Cho, Y. Bengio, 2014, arXiv 1409.0473, section 3.1, where padding must not be attended.
 *
 * Useful for: attention over sequences of different lengths, policies with moves that are not allowed.
 *
 * @example maskedSoftmax(scores, less(iota(8), lengths))   // scores [N, 8], lengths [N, 1]
 */
export function maskedSoftmax(x: Tensor, mask: Tensor): Tensor {
  const kept = where(mask, x, excluded);
  const largest = stopGradient(reduceMax(kept, { axes: [-1], keepDimensions: true }));
  const exponentials = where(mask, exp(sub(kept, largest)), 0);
  const total = reduceSum(exponentials, { axes: [-1], keepDimensions: true });
  // The total is at least 1, or 0 in a row of which nothing is left.
  return div(exponentials, maximum(total, 0.5));
}

/**
 * Weighs values by scores: `weights = softmax(scores)`, `output = weights · values`; soft attention over what any function
 * scored. Scores `[..., L, S]`, values `[..., S, V]`, output `[..., L, V]`.
 *
 * K. Xu et al., "Show, Attend and Tell", 2015, arXiv 1502.03044, section 4.2.
 *
 * Useful for: attention with a score of your own.
 *
 * @example softAttention(matMul(query, keys, { transposeB: true }), values, { mask })
 */
export function softAttention(scores: Tensor, values: Tensor, { mask }: AttentionMask = {}): Attended {
  // Without a mask no row is empty, and backends know softmax by its name.
  const weights = mask === undefined ? softmax(scores) : maskedSoftmax(scores, mask);
  return { output: matMul(weights, values), weights };
}

export interface DotProductOptions extends AttentionMask {
  /** What products are multiplied by; `1/√D` by default. */
  readonly scale?: number;
  /** float32, added to the scores, of a shape that broadcasts to theirs; it learns where it comes from a parameter. */
  readonly bias?: Tensor | undefined;
}

/**
 * Attention by scaled products: `softmax(Q Kᵀ / √D + bias) V`. Query `[..., L, D]`, keys `[..., S, D]`, values
 * `[..., S, V]`; gives `output [..., L, V]` and `weights [..., L, S]`.
 *
 * A. Vaswani et al., "Attention Is All You Need", 2017, arXiv 1706.03762, equation 1. M.-T. Luong, H. Pham, C. D. Manning,
 * 2015, arXiv 1508.04025: their "dot" has `scale: 1`, their "general" is this of `linear.forward(keys)`.
 *
 * Useful for: looking things up by content, alignment of sequences, self-attention.
 *
 * @example dotProductAttention(query, keys, values, { mask: causalMask(12) })
 */
export function dotProductAttention(
  query: Tensor,
  keys: Tensor,
  values: Tensor,
  { mask, bias, scale }: DotProductOptions = {},
): Attended {
  check(
    query.rank >= 2 && query.shape.at(-1) === keys.shape.at(-1) && keys.shape.at(-2) === values.shape.at(-2),
    () =>
      `dotProductAttention expects query [..., L, D], keys [..., S, D] and values [..., S, V], got ` +
      [query, keys, values].map((each) => describeType(each)).join(", "),
  );
  const factor = scale ?? 1 / Math.sqrt(numeric(query.shape.at(-1)!, "dotProductAttention"));
  const products = mul(matMul(query, keys, { transposeB: true }), factor);
  return softAttention(bias === undefined ? products : add(products, bias), values, { mask });
}

/**
 * The mask of a sequence that must not look ahead, `mask[i, j] = (j ≤ i)`: bool `[length, length]`, query i by key j.
 *
 * A. Vaswani et al., 2017, arXiv 1706.03762, section 3.2.3.
 *
 * Useful for: language models and decoders, trained on all positions at once.
 *
 * @example dotProductAttention(x, x, x, { mask: causalMask(x.shape[1]!) })
 */
export function causalMask(length: Dimension): Tensor {
  const positions = iota(length);
  return lessOrEqual(positions, reshape(positions, [length, 1]));
}

export interface OneHotSampleOptions extends AttentionMask {
  /** Divides the scores: below 1 the draw keeps closer to the greatest. Default 1. */
  readonly temperature?: number;
}

/** A draw of {@link sampleOneHot}. */
export type OneHotSample = {
  /** 1 at the place drawn and 0 elsewhere, `[..., S]`; all 0 where the mask leaves nothing. No gradient flows through it. */
  readonly sample: Tensor;
  /** The logarithm of the probability of the place drawn, `[...]`, which carries the gradient; 0 where nothing is left. */
  readonly logProbability: Tensor;
};

/**
 * Draws one place along the last axis with the probabilities `p = softmax(scores / temperature)`, as the greatest of
 * `scores / temperature - log(-log u)` with uniform `u` (the Gumbel-max trick). Scores `[..., S]` of numeric sizes; gives
 * the one-hot `sample [..., S]` and its `logProbability [...]`. Draws are those of `random`: keyed by seed and step, also
 * inside `scan`.
 *
 * The sample has no derivative. The gradient of an expected cost is that of `surrogateLoss(logProbability, cost - baseline)`
 * in the mean over draws, for any baseline that does not depend on the draw (REINFORCE); one near the mean cost makes
 * it vary least.
 *
 * R. J. Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning", 1992; for the
 * draw, C. J. Maddison, D. Tarlow, T. Minka, "A* Sampling", 2014, arXiv 1411.0030, section 2.
 *
 * Useful for: hard attention, discrete memory addressing, policies, sampling from a language model.
 *
 * @example
 * const { sample, logProbability } = sampleOneHot(policy.forward(state));
 * const loss = surrogateLoss(logProbability, sub(costOf(sample), baseline));
 */
export function sampleOneHot(scores: Tensor, { mask, temperature = 1 }: OneHotSampleOptions = {}): OneHotSample {
  check(temperature > 0, () => `sampleOneHot expects a positive temperature, got ${temperature}`);
  const shape = numericShape(scores.shape, "a random draw");
  const scaled = temperature === 1 ? scores : div(scores, temperature);
  const kept = mask === undefined ? scaled : where(mask, scaled, excluded);
  // At 0 the noise would be infinite, and what the mask excludes could win.
  const uniform = maximum(random.uniform(shape), 2 ** -25);
  const noise = neg(log(neg(log(uniform))));
  const place = argMax(add(stopGradient(kept), noise), { axis: -1 });
  const drawn = oneHot(place, { depth: shape.at(-1)! });
  const sample = mask === undefined ? drawn : mul(drawn, cast(mask, "float32"));
  return { sample, logProbability: reduceSum(mul(logSoftmax(kept), sample), { axes: [-1] }) };
}

/**
 * Hard attention: each query takes one value, drawn with the probabilities that soft attention would weigh them by. Scores
 * `[..., L, S]`, values `[..., S, V]`; `weights` are one-hot. Scores learn from
 * `surrogateLoss(logProbability, cost - baseline)`, see {@link sampleOneHot}; values learn through `output`. For the best
 * place instead of a draw, take `oneHot(argMax(scores, { axis: -1 }), { depth })`.
 *
 * K. Xu et al., "Show, Attend and Tell", 2015, arXiv 1502.03044, section 4.1.
 *
 * Useful for: looking at one place, where looking is expensive or what was looked at has to be told.
 *
 * @example const { output, weights, logProbability } = hardAttention(scores, values, { mask });
 */
export function hardAttention(
  scores: Tensor,
  values: Tensor,
  options: OneHotSampleOptions = {},
): Attended & Pick<OneHotSample, "logProbability"> {
  const { sample, logProbability } = sampleOneHot(scores, options);
  return { output: matMul(sample, values), weights: sample, logProbability };
}
