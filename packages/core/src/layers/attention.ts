import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { dotProductAttention, softAttention, type Attended, type AttentionMask } from "../functions/attention.js";
import { add, and, tanh } from "../ops/elementwise.js";
import { matMul } from "../ops/matmul.js";
import { reshape, split, squeeze, transpose, unsqueeze } from "../ops/shape.js";
import { xavierUniform, zeros } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";
import { Dropout } from "./dropout.js";
import { Linear } from "./linear.js";

export interface AdditiveAttentionOptions extends AttentionMask {
  /** What is weighed, `[N, S, V]`; the memory itself by default. */
  readonly values?: Tensor;
  /** `key.forward(memory)`, computed once where many queries meet one memory, as in a `scan`. */
  readonly keys?: Tensor;
}

/**
 * Additive attention: a small network scores each place of a memory for each query,
 * `e_ij = v · tanh(W s_i + U h_j)`, `α = softmax(e)`, `output = Σ_j α_ij h_j`. Query `[N, L, Q]`, memory `[N, S, K]`; gives
 * `output [N, L, K]` and `weights [N, L, S]`.
 *
 * State: `query.weight` W [hidden, Q], `key.weight` U [hidden, K], `score.weight` v [1, hidden].
 *
 * D. Bahdanau, K. Cho, Y. Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2014,
 * arXiv 1409.0473, section 3.1 and appendix A.1.2.
 *
 * Useful for: decoders that look back at what they translate, queries and keys of different sizes.
 *
 * @example new AdditiveAttention(64, 128, 64).forward(state, encoded, { mask: notPadding })
 */
export class AdditiveAttention extends Block {
  readonly query: Linear;
  readonly key: Linear;
  readonly score: Linear;

  constructor(queryFeatures: number, keyFeatures: number, hidden: number) {
    super();
    this.query = new Linear(queryFeatures, hidden, { bias: false });
    this.key = new Linear(keyFeatures, hidden, { bias: false });
    this.score = new Linear(hidden, 1, { bias: false });
  }

  forward(query: Tensor, memory: Tensor, options: AdditiveAttentionOptions = {}): Attended {
    check(
      query.rank === 3 && memory.rank === 3,
      () => `expects a query [N, L, Q] and a memory [N, S, K], got ${describeType(query)} and ${describeType(memory)}`,
    );
    const { values = memory, keys = this.key.forward(memory), mask } = options;
    return softAttention(this.scores(query, keys), values, { mask });
  }

  /** `e` of queries `[N, L, Q]` and `key.forward(memory)`: `[N, L, S]`, for attention that is not soft. */
  scores(query: Tensor, keys: Tensor): Tensor {
    const hidden = tanh(add(unsqueeze(this.query.forward(query), [2]), unsqueeze(keys, [1])));
    return squeeze(this.score.forward(hidden), [3]);
  }
}

export interface MultiHeadAttentionOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** The probability of a weight to be dropped in training. Default 0. */
  readonly dropout?: number;
}

/** A memory as the heads of a {@link MultiHeadAttention} see it, each part `[N, heads, S, E / heads]`. */
export type HeadMemory = {
  readonly keys: Tensor;
  readonly values: Tensor;
};

export interface MultiHeadMasks {
  /** bool `[N, S]`, true where a key is one, false for padding: the opposite of PyTorch's `key_padding_mask`. */
  readonly keyMask?: Tensor;
  /** bool, true where a query may attend to a key: `[L, S]`, such as a {@link causalMask}, or broadcasting to `[N, heads, L, S]`. */
  readonly mask?: Tensor;
  /** float32, added to the scores, of a shape as for `mask`. */
  readonly bias?: Tensor;
}

/**
 * Attention by several heads: each projects query, keys and values to `dimension / heads` features, attends by scaled
 * products, and the heads' outputs side by side are projected once more: `concat(head_1 ... head_h) W_o`. Query
 * `[N, L, E]`, keys and values `[N, S, E]`, by default the query itself (self-attention); gives `output [N, L, E]` and
 * `weights [N, heads, L, S]`. A query that may attend to nothing gets the bias of the projection alone.
 *
 * State: `in_proj_weight` [3E, E], `in_proj_bias` [3E], `out_proj.weight` [E, E], `out_proj.bias` [E], as in
 * `torch.nn.MultiheadAttention`, of which this is `batch_first`.
 *
 * A. Vaswani et al., "Attention Is All You Need", 2017, arXiv 1706.03762, section 3.2.2.
 *
 * Useful for: transformers, and wherever a place has several reasons to look at others.
 *
 * @example new MultiHeadAttention(64, 8).forward(x, x, x, { mask: causalMask(12) })
 */
export class MultiHeadAttention extends Block {
  readonly in_proj_weight: Parameter;
  readonly in_proj_bias: Parameter | undefined;
  readonly out_proj: Linear;
  readonly drop: Dropout;

  constructor(
    readonly dimension: number,
    readonly heads: number,
    options: MultiHeadAttentionOptions = {},
  ) {
    super();
    checkOptions("MultiHeadAttention", options, { bias: true, dropout: true });
    const { bias = true, dropout = 0 } = options;
    check(
      dimension % heads === 0,
      () => `MultiHeadAttention expects a dimension that falls into equal heads, got ${dimension} for ${heads}`,
    );
    this.in_proj_weight = new Parameter([3 * dimension, dimension], xavierUniform());
    if (bias) this.in_proj_bias = new Parameter([3 * dimension], zeros());
    this.out_proj = new Linear(dimension, dimension, { bias, biasInitializer: zeros() });
    this.drop = new Dropout(dropout);
  }

  forward(query: Tensor, key: Tensor = query, value: Tensor = key, masks: MultiHeadMasks = {}): Attended {
    for (const [name, x] of Object.entries({ query, key, value })) {
      check(
        x.rank === 3 && x.shape[2] === this.dimension,
        () => `expects a ${name} [N, length, ${this.dimension}], got ${describeType(x)}`,
      );
    }
    return this.attend(query, this.project(key, value), masks);
  }

  /** Keys and values as the heads see them: computed once where many queries meet one memory, as in a `scan`. */
  project(key: Tensor, value: Tensor = key): HeadMemory {
    return { keys: this.#perHead(key, 1), values: this.#perHead(value, 2) };
  }

  /** What `forward` gives for a query `[N, L, E]` and a memory that {@link project} has made. */
  attend(query: Tensor, { keys, values }: HeadMemory, masks: MultiHeadMasks = {}): Attended {
    const mask = { mask: together(masks), bias: masks.bias };
    const { weights } = dotProductAttention(this.#perHead(query, 0), keys, values, mask);
    const heads = transpose(matMul(this.drop.forward(weights), values), [0, 2, 1, 3]);
    return { output: this.out_proj.forward(reshape(heads, query.shape)), weights };
  }

  /** By the part of the projection for queries (0), keys (1) or values (2): `[N, length, E] -> [N, heads, length, E / heads]`. */
  #perHead(x: Tensor, part: 0 | 1 | 2): Tensor {
    const weight = split(this.in_proj_weight, { parts: 3 })[part]!;
    const bias = this.in_proj_bias && split(this.in_proj_bias, { parts: 3 })[part]!;
    const product = matMul(x, weight, { transposeB: true });
    const [samples, length] = x.shape;
    const perHead = reshape(bias === undefined ? product : add(product, bias), [
      samples!,
      length!,
      this.heads,
      this.dimension / this.heads,
    ]);
    return transpose(perHead, [0, 2, 1, 3]);
  }
}

function together({ keyMask, mask }: MultiHeadMasks): Tensor | undefined {
  if (keyMask === undefined) return mask;
  const keys = unsqueeze(keyMask, [1, 2]);
  return mask === undefined ? keys : and(mask, keys);
}
