/**
 * Ways to look at a memory: how its places are scored, and what is made of the scores.
 *
 * M.-T. Luong, H. Pham, C. D. Manning, "Effective approaches to attention-based neural machine translation", EMNLP 2015, arXiv
 * 1508.04025, section 3.1: dot, general, concat. Several heads: A. Vaswani et al., "Attention is all you need", 2017, arXiv
 * 1706.03762, section 3.2.2. Soft and hard: K. Xu et al., "Show, attend and tell", 2015, arXiv 1502.03044, section 4.
 *
 * Notation: queries q [N, T, Q], memory m [N, S, M], of which the mask leaves the real places.
 */
import {
  AdditiveAttention,
  and,
  argMax,
  Block,
  cast,
  check,
  equal,
  float32,
  hardAttention,
  iota,
  isTraining,
  Linear,
  matMul,
  MultiHeadAttention,
  reduceMean,
  softAttention,
  squeeze,
  unsqueeze,
  where,
  type Attended,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { Named } from "./seq2seq.js";

/**
 * Soft: the mean of all places, weighed; it is differentiable. Hard: one place alone, the best in inference. In training it
 * is drawn with the probabilities of soft attention, and `logProbability` [N, T] of the draw is returned: scores learn by
 * REINFORCE, from `surrogateLoss(logProbability, sub(cost, baseline))` added to the loss, and by nothing else.
 */
export type Selection = "soft" | "hard";

/** What was taken of the memory: output [N, T, M] and weights [N, T, S], rows of which add up to 1; padding has exactly 0. */
export type LookedAt = Attended & { readonly logProbability?: Tensor };

/** One way to look at a memory. */
export interface MemoryAttention extends Block {
  /** The types of what {@link prepare} gives. */
  prepared(): Readonly<Record<string, TensorType>>;
  /** What depends on the memory alone: computed once, however many queries there are. */
  prepare(memory: Tensor): Named;
  /** @param mask bool [N, 1, S], true where a place is real */
  forward(query: Tensor, prepared: Named, mask: Tensor): LookedAt;
}

/** How a place is scored: q · m, q · W m, v · tanh(W q + U m), or by several heads, each on a projection of its own. */
export type Score = "dot" | "general" | "concat" | "heads";

export interface MemoryAttentionOptions {
  readonly score: Score;
  readonly querySize: number;
  readonly memorySize: number;
  /** Default soft. */
  readonly selection?: Selection;
  /** Of `heads`. Default 4. */
  readonly heads?: number;
}

/** @example memoryAttention({ score: "general", querySize: 64, memorySize: 128 }) */
export function memoryAttention(options: MemoryAttentionOptions): MemoryAttention {
  const { score, querySize, memorySize, selection = "soft", heads = 4 } = options;
  check(
    score === "concat" || score === "general" || querySize === memorySize,
    () =>
      `attention by ${score} expects queries and a memory of one size, got ${querySize} and ${memorySize}: use general`,
  );
  check(
    score !== "heads" || selection === "soft",
    () => "attention by heads is soft: each head may look at another place, so there is no one that is hard",
  );
  if (score === "heads") return new HeadsAttention(memorySize, heads);
  if (score === "concat") return new ConcatAttention(querySize, memorySize, selection);
  return new ProductAttention(querySize, memorySize, { general: score === "general", selection });
}

/** `q · m`, or `q · W m`: W meets the queries, of which a step has one, `(Wᵀ q) · m`. */
class ProductAttention extends Block implements MemoryAttention {
  readonly projection: Linear | undefined;
  readonly #memorySize: number;
  readonly #selection: Selection;

  constructor(
    querySize: number,
    memorySize: number,
    { general, selection }: { readonly general: boolean; readonly selection: Selection },
  ) {
    super();
    if (general) this.projection = new Linear(querySize, memorySize, { bias: false });
    this.#memorySize = memorySize;
    this.#selection = selection;
  }

  prepared(): Readonly<Record<string, TensorType>> {
    return { memory: float32("N", "S", this.#memorySize) };
  }

  prepare(memory: Tensor): Named {
    return { memory };
  }

  forward(query: Tensor, { memory }: Named, mask: Tensor): LookedAt {
    const scores = matMul(this.projection?.forward(query) ?? query, memory!, { transposeB: true });
    return select(this.#selection, { scores, memory: memory!, mask });
  }
}

/** `v · tanh(W q + U m)`, the additive attention of Bahdanau et al. under Luong's name. */
class ConcatAttention extends Block implements MemoryAttention {
  readonly additive: AdditiveAttention;
  readonly #selection: Selection;

  constructor(querySize: number, memorySize: number, selection: Selection) {
    super();
    this.additive = new AdditiveAttention(querySize, memorySize, querySize);
    this.#selection = selection;
  }

  prepared(): Readonly<Record<string, TensorType>> {
    const { inFeatures, outFeatures } = this.additive.key;
    return { memory: float32("N", "S", inFeatures), keys: float32("N", "S", outFeatures) };
  }

  prepare(memory: Tensor): Named {
    return { memory, keys: this.additive.key.forward(memory) };
  }

  forward(query: Tensor, { memory, keys }: Named, mask: Tensor): LookedAt {
    return select(this.#selection, { scores: this.additive.scores(query, keys!), memory: memory!, mask });
  }
}

/** Several heads; the weights that are returned are the mean of theirs. */
class HeadsAttention extends Block implements MemoryAttention {
  readonly multiHead: MultiHeadAttention;

  constructor(size: number, heads: number) {
    super();
    this.multiHead = new MultiHeadAttention(size, heads);
  }

  prepared(): Readonly<Record<string, TensorType>> {
    const { dimension, heads } = this.multiHead;
    const type = float32("N", heads, "S", dimension / heads);
    return { keys: type, values: type };
  }

  prepare(memory: Tensor): Named {
    return this.multiHead.project(memory);
  }

  forward(query: Tensor, { keys, values }: Named, mask: Tensor): LookedAt {
    const { output, weights } = this.multiHead.attend(
      query,
      { keys: keys!, values: values! },
      { keyMask: squeeze(mask, [1]) },
    );
    return { output, weights: reduceMean(weights, { axes: [1] }) };
  }
}

interface Scored {
  readonly scores: Tensor;
  readonly memory: Tensor;
  readonly mask: Tensor;
}

function select(selection: Selection, { scores, memory, mask }: Scored): LookedAt {
  if (selection === "soft") return softAttention(scores, memory, { mask });
  if (isTraining()) return hardAttention(scores, memory, { mask });
  const best = argMax(where(mask, scores, lowest), { axis: -1 });
  const isBest = equal(iota(memory.shape[1]!), unsqueeze(best, [2]));
  // Of a source without a real place nothing is taken.
  const weights = cast(and(isBest, mask), "float32");
  return { output: matMul(weights, memory), weights };
}

/** Below any score, and finite. */
const lowest = -1e30;
