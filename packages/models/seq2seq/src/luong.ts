/**
 * Attention after the decoder's step: what the top layer shows asks the memory, and both together say the next token.
 *
 * M.-T. Luong, H. Pham, C. D. Manning, "Effective approaches to attention-based neural machine translation", EMNLP 2015, arXiv
 * 1508.04025: the global model.
 *
 * Notation: h̄(s) are the encoder's outputs, h(t) those of the decoder, from top layers both.
 *
 *     a(t) = softmax over s of score(h(t), h̄(s)),   c(t) = Σ_s a(t,s) h̄(s)
 *     h̃(t) = tanh(W_c [c(t); h(t)]),   p(y(t) | y(<t), x) = softmax(W_s h̃(t))
 *
 * With input feeding (section 3.3) the decoder's next input is [E y(t); h̃(t)].
 *
 * Deviations: the softmax layer has a bias; there is no dropout; the local models are not here. Attention by heads (Vaswani
 * et al., 2017) and hard attention (Xu et al., 2015) are later than, and beside, the paper's three scores.
 */
import {
  concat,
  Embedding,
  float32,
  int32,
  Linear,
  LSTM,
  tanh,
  expand,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import { memoryAttention, type MemoryAttention, type MemoryAttentionOptions } from "./attention.js";
import { classesSecond, realPlaces, timeFirst } from "./layout.js";
import { InputFeedingDecoder, PlainDecoder, type Attend, type LuongDecoder } from "./luong-decoder.js";
import { Seq2Seq, stateType, type Decoded, type Named } from "./seq2seq.js";

export interface LuongOptions extends Partial<Pick<MemoryAttentionOptions, "score" | "selection" | "heads">> {
  /** How many tokens the source may consist of. */
  readonly sourceTokens: number;
  /** How many tokens the target may consist of, V. */
  readonly targetTokens: number;
  /** The size of the vectors that tokens become. */
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** LSTMs of the encoder and of the decoder. Default 1. */
  readonly layers?: number;
  /** The decoder is told what it attended to: training waits for each step. Default false. */
  readonly inputFeeding?: boolean;
  /** Read the source from its last real token to the first. Default false. */
  readonly reverseSource?: boolean;
}

/**
 * An encoder-decoder of LSTMs with multiplicative attention; the score is `general` by default. `encode` gives what attention
 * has prepared (`memory`, and `keys` of `concat`; `keys` and `values` of `heads`) and the first state, `h` and `c` [layers, N,
 * hidden], and with input feeding `fed` [N, hidden]. `decode(tokens, ...prepared, sourceLengths, h, c, fed)` returns the
 * alignment as `attention` [N, T, S] too, exactly 0 at padding, and for hard attention in training `logProbability` [N, T].
 *
 * @example
 * new LuongSeq2Seq({ sourceTokens: 4000, targetTokens: 4000, embeddingSize: 128, hiddenSize: 256, inputFeeding: true })
 */
export class LuongSeq2Seq extends Seq2Seq {
  readonly sourceEmbedding: Embedding;
  readonly encoder: LSTM;
  readonly targetEmbedding: Embedding;
  readonly decoder: LuongDecoder;
  readonly attention: MemoryAttention;
  /** W_c */
  readonly combine: Linear;
  /** W_s */
  readonly output: Linear;
  readonly #state: Readonly<Record<string, TensorType>>;

  constructor(options: LuongOptions) {
    super();
    const { sourceTokens, targetTokens, embeddingSize, hiddenSize, layers = 1, inputFeeding = false } = options;
    const { score = "general", selection, heads, reverseSource = false } = options;
    this.sourceEmbedding = new Embedding(sourceTokens, embeddingSize);
    this.encoder = new LSTM(embeddingSize, hiddenSize, { layers, reverse: reverseSource });
    this.targetEmbedding = new Embedding(targetTokens, embeddingSize);
    this.decoder = new (inputFeeding ? InputFeedingDecoder : PlainDecoder)(embeddingSize, hiddenSize, layers);
    this.attention = memoryAttention({
      score,
      querySize: hiddenSize,
      memorySize: hiddenSize,
      ...(selection && { selection }),
      ...(heads !== undefined && { heads }),
    });
    this.combine = new Linear(2 * hiddenSize, hiddenSize, { bias: false });
    this.output = new Linear(hiddenSize, targetTokens);
    const ofNet = stateType(layers, hiddenSize);
    this.#state = { h: ofNet, c: ofNet, ...(inputFeeding && { fed: float32("N", hiddenSize) }) };
  }

  given(): Readonly<Record<string, TensorType>> {
    return { ...this.attention.prepared(), sourceLengths: int32("N"), ...this.#state };
  }

  encode(source: Tensor, sourceLengths: Tensor): Named {
    const embedded = this.sourceEmbedding.forward(timeFirst(source));
    const { output, state } = this.encoder.forward(embedded, { lengths: sourceLengths });
    const fed = "fed" in this.#state && { fed: expand(0, [source.shape[0]!, this.encoder.hiddenSize]) };
    return { ...this.attention.prepare(timeFirst(output)), ...state, ...fed };
  }

  decode(tokens: Tensor, ...given: Tensor[]): Decoded {
    const known = Object.fromEntries(Object.keys(this.given()).map((name, index) => [name, given[index]!]));
    const { memory, keys } = known;
    const mask = realPlaces(known["sourceLengths"]!, (memory ?? keys)!.shape.at(-2)!);
    const attend: Attend = (h) => {
      const { output, weights, ...drawn } = this.attention.forward(h, known, mask);
      const attentional = tanh(this.combine.forward(concat([output, h], 2)));
      return { attentional, attention: weights, ...drawn };
    };
    const embedded = this.targetEmbedding.forward(timeFirst(tokens));
    const { steps, state } = this.decoder.forward(embedded, known, attend);
    const { attentional, ...told } = steps;
    return { logits: this.#logits(attentional), ...told, ...state };
  }

  /** [N, T, H] to [N, V, T]. */
  #logits(attentional: Tensor): Tensor {
    return classesSecond(timeFirst(this.output.forward(attentional)));
  }
}
