/**
 * A decoder that looks back: at each step it weighs the places of the source, read in both directions, and takes what it needs.
 *
 * D. Bahdanau, K. Cho, Y. Bengio, "Neural machine translation by jointly learning to align and translate", ICLR 2015, arXiv
 * 1409.0473, appendix A; called RNNsearch there.
 *
 * Notation: E embeds, x(j) are tokens of the source and y(i) of the target, h(j) = [→h(j); ←h(j)] what the encoder makes.
 *
 *     s(0) = tanh(W_s ←h(1))                                       the way back ends at the first token
 *     e(i,j) = v · tanh(W_a s(i-1) + U_a h(j)),  α(i) = softmax(e(i)),  c(i) = Σ_j α(i,j) h(j)
 *     s(i) = GRU(s(i-1), E y(i-1), c(i)):  each of its three products has a term C c(i) beside W E y(i-1)
 *     t(i) = maxout pairs of U_o s(i-1) + V_o E y(i-1) + C_o c(i),   p(y(i)) = softmax(W_o t(i))
 *
 * Deviations: biases, which the paper leaves out for its readers; the update gate passes the state where the paper's passes
 * the new value, the same net with the sign of the gate's weights changed; first weights are PyTorch's.
 */
import {
  add,
  AdditiveAttention,
  Block,
  Embedding,
  float32,
  GRU,
  GRUCell,
  int32,
  Linear,
  maxout,
  scan,
  slice,
  squeeze,
  tanh,
  unsqueeze,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import { classesSecond, realPlaces, timeFirst } from "./layout.js";
import { Seq2Seq, stateType, type Decoded, type Named } from "./seq2seq.js";

export interface BahdanauOptions {
  /** How many tokens the source may consist of. */
  readonly sourceTokens: number;
  /** How many tokens the target may consist of, V. */
  readonly targetTokens: number;
  /** The size of the vectors that tokens become. */
  readonly embeddingSize: number;
  /** The units of the decoder, and of each direction of the encoder. */
  readonly hiddenSize: number;
  /** The units of the network that scores places. Default `hiddenSize`. */
  readonly attentionSize?: number;
  /** The units of the maxout layer, each the larger of two. Default half of `hiddenSize`. */
  readonly readoutSize?: number;
}

/**
 * An encoder-decoder with additive attention and a maxout readout. `encode` gives `memory` [N, S, 2 hidden], `keys` [N, S,
 * attention], which is U_a h, and the decoder's first state `h` [1, N, hidden]; `decode(tokens, memory, keys, sourceLengths, h)`
 * returns the alignment α as `attention` [N, T, S] too. At padding it is exactly 0.
 *
 * @example new BahdanauSeq2Seq({ sourceTokens: 30_000, targetTokens: 30_000, embeddingSize: 620, hiddenSize: 1000 })
 */
export class BahdanauSeq2Seq extends Seq2Seq {
  readonly sourceEmbedding: Embedding;
  readonly encoder: GRU;
  /** W_s */
  readonly initial: Linear;
  readonly attention: AdditiveAttention;
  readonly targetEmbedding: Embedding;
  readonly cell: GRUCell;
  /** C, for the reset gate, the update gate and the new value. */
  readonly context: Linear;
  readonly readout: Readout;
  /** W_o */
  readonly output: Linear;

  constructor(options: BahdanauOptions) {
    super();
    const { sourceTokens, targetTokens, embeddingSize, hiddenSize } = options;
    const { attentionSize = hiddenSize, readoutSize = Math.ceil(hiddenSize / 2) } = options;
    const memorySize = 2 * hiddenSize;
    this.sourceEmbedding = new Embedding(sourceTokens, embeddingSize);
    this.encoder = new GRU(embeddingSize, hiddenSize, { bidirectional: true, resets: "state" });
    this.initial = new Linear(hiddenSize, hiddenSize);
    this.attention = new AdditiveAttention(hiddenSize, memorySize, attentionSize);
    this.targetEmbedding = new Embedding(targetTokens, embeddingSize);
    this.cell = new GRUCell(embeddingSize, hiddenSize, { resets: "state" });
    this.context = new Linear(memorySize, 3 * hiddenSize, { bias: false });
    this.readout = new Readout({ hiddenSize, embeddingSize, memorySize, readoutSize });
    this.output = new Linear(readoutSize, targetTokens);
  }

  given(): Readonly<Record<string, TensorType>> {
    const { inFeatures: memorySize, outFeatures: attentionSize } = this.attention.key;
    return {
      memory: float32("N", "S", memorySize),
      keys: float32("N", "S", attentionSize),
      sourceLengths: int32("N"),
      h: stateType(1, this.cell.hiddenSize),
    };
  }

  encode(source: Tensor, sourceLengths: Tensor): Named {
    const embedded = this.sourceEmbedding.forward(timeFirst(source));
    const { output, state } = this.encoder.forward(embedded, { lengths: sourceLengths });
    const memory = timeFirst(output);
    const atFirstToken = slice(state, { axes: [0], starts: [1], ends: [2] });
    return { memory, keys: this.attention.key.forward(memory), h: tanh(this.initial.forward(atFirstToken)) };
  }

  decode(tokens: Tensor, memory: Tensor, keys: Tensor, sourceLengths: Tensor, h: Tensor): Decoded {
    const embedded = this.targetEmbedding.forward(timeFirst(tokens));
    const mask = realPlaces(sourceLengths, memory.shape[1]!);
    const { share, step } = this.cell.recurrence();
    const { carry, outputs } = scan(
      (s, ofToken) => {
        const { output, weights } = this.attention.forward(unsqueeze(s, [1]), memory, { keys, mask });
        const context = squeeze(output, [1]);
        const next = step(add(ofToken, this.context.forward(context)), { h: s }).h;
        return { carry: next, output: { s, context, weights: squeeze(weights, [1]) } };
      },
      { initial: squeeze(h, [0]), sequences: share(embedded) },
    );
    const read = this.readout.forward(outputs.s, embedded, outputs.context);
    return {
      logits: classesSecond(this.output.forward(read)),
      attention: timeFirst(outputs.weights),
      h: unsqueeze(carry, [0]),
    };
  }
}

interface ReadoutSizes {
  readonly hiddenSize: number;
  readonly embeddingSize: number;
  readonly memorySize: number;
  readonly readoutSize: number;
}

/** What is said of a step: `t = maxout(U_o s + V_o E y + C_o c)`, of all steps at once; `[T, N, ...] -> [T, N, readout]`. */
class Readout extends Block {
  readonly state: Linear;
  readonly embedded: Linear;
  readonly context: Linear;

  constructor({ hiddenSize, embeddingSize, memorySize, readoutSize }: ReadoutSizes) {
    super();
    this.state = new Linear(hiddenSize, 2 * readoutSize);
    this.embedded = new Linear(embeddingSize, 2 * readoutSize, { bias: false });
    this.context = new Linear(memorySize, 2 * readoutSize, { bias: false });
  }

  forward(s: Tensor, embedded: Tensor, context: Tensor): Tensor {
    const sum = add(add(this.state.forward(s), this.embedded.forward(embedded)), this.context.forward(context));
    return maxout(sum, { pieces: 2, axis: -1 });
  }
}
