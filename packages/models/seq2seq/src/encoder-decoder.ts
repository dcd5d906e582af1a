/**
 * The encoder-decoder: one recurrent net reads the source, another goes on from its last state and says the target. All
 * that is known of the source is that state.
 *
 * K. Cho, B. van Merriënboer, C. Gulcehre, D. Bahdanau, F. Bougares, H. Schwenk, Y. Bengio, "Learning phrase representations
 * using RNN encoder-decoder for statistical machine translation", EMNLP 2014, with a GRU;
 * I. Sutskever, O. Vinyals, Q. V. Le, "Sequence to sequence learning with neural networks", NIPS 2014, with LSTMs that read the
 * source from its end (section 3.3).
 *
 * Notation: S and T steps, h the state; y(0) is the token that begins.
 *
 *     h = encoder(x(1) ... x(S)),    p(y(t) | y(<t), x) = softmax(W decoder(y(t-1), h) + b)
 *
 * Deviations: Cho's decoder sees the summary of the source again at each step and has a maxout layer before the softmax; here,
 * as in Sutskever's, the summary is its first state and nothing else.
 */
import { Embedding, GRU, isTensor, Linear, LSTM, type Tensor, type TensorType } from "@blockzoo/core";
import { classesSecond, timeFirst } from "./layout.js";
import { Seq2Seq, stateType, type Decoded, type Named } from "./seq2seq.js";

export interface EncoderDecoderOptions {
  /** How many tokens the source may consist of. */
  readonly sourceTokens: number;
  /** How many tokens the target may consist of, V. */
  readonly targetTokens: number;
  /** The size of the vectors that tokens become. */
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** Default LSTMs. */
  readonly cell?: "lstm" | "gru";
  /** Of the encoder and of the decoder. Default 1. */
  readonly layers?: number;
  /** Read the source from its last real token to the first. Default false. */
  readonly reverseSource?: boolean;
}

/**
 * An encoder-decoder without attention. `encode` gives the state of the encoder at the end of each source, `h` and, of LSTMs,
 * `c` [layers, N, hidden]; `decode(tokens, h, c)` goes on from it.
 *
 * @example
 * new EncoderDecoder({ sourceTokens: 15, targetTokens: 15, embeddingSize: 64, hiddenSize: 64, cell: "gru" })
 */
export class EncoderDecoder extends Seq2Seq {
  readonly sourceEmbedding: Embedding;
  readonly encoder: RecurrentNet;
  readonly targetEmbedding: Embedding;
  readonly decoder: RecurrentNet;
  readonly output: Linear;
  readonly #layers: number;

  constructor(options: EncoderDecoderOptions) {
    super();
    const { sourceTokens, targetTokens, embeddingSize, hiddenSize, cell = "lstm", layers = 1 } = options;
    const Net = { lstm: LSTM, gru: GRU }[cell];
    this.sourceEmbedding = new Embedding(sourceTokens, embeddingSize);
    this.encoder = new Net(embeddingSize, hiddenSize, { layers, reverse: options.reverseSource ?? false });
    this.targetEmbedding = new Embedding(targetTokens, embeddingSize);
    this.decoder = new Net(embeddingSize, hiddenSize, { layers });
    this.output = new Linear(hiddenSize, targetTokens);
    this.#layers = layers;
  }

  given(): Readonly<Record<string, TensorType>> {
    const type = stateType(this.#layers, this.decoder.hiddenSize);
    return this.decoder instanceof LSTM ? { h: type, c: type } : { h: type };
  }

  encode(source: Tensor, sourceLengths: Tensor): Named {
    const embedded = this.sourceEmbedding.forward(timeFirst(source));
    const { state } = this.encoder.forward(embedded, { lengths: sourceLengths });
    return byName(state);
  }

  decode(tokens: Tensor, h: Tensor, c?: Tensor): Decoded {
    const embedded = this.targetEmbedding.forward(timeFirst(tokens));
    const { output, state } =
      this.decoder instanceof LSTM
        ? this.decoder.forward(embedded, { initial: { h, c: c! } })
        : this.decoder.forward(embedded, { initial: h });
    return { logits: classesSecond(this.output.forward(output)), ...byName(state) };
  }
}

type RecurrentNet = LSTM | GRU;

/** A GRU's state is the tensor that it shows, an LSTM's has two parts. */
function byName(state: Tensor | Named): Named {
  return isTensor(state) ? { h: state } : state;
}
