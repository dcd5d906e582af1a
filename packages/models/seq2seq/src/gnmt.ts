/**
 * Google's neural machine translation system: deep stacks of LSTMs with sums around layers, and one attention for all of them.
 *
 * Y. Wu, M. Schuster, Z. Chen, Q. V. Le, M. Norouzi et al., "Google's neural machine translation system: bridging the gap between
 * human and machine translation", 2016, arXiv 1609.08144, section 3.
 *
 * Notation: layers are counted from the bottom, L of them on each side; x(l) is what layer l hands up, m(l) what its LSTM shows.
 *
 *     encoder   x(1) = [→LSTM; ←LSTM](E x),  x(2) = m(2),  x(l) = m(l) + x(l-1) from the third layer on (equation 6)
 *     decoder   a(t) = attention of y(t-1), what the bottom layer showed at the step before, over the encoder's x(L)
 *               m(1) = LSTM([E y; a(t)]),  m(l) = LSTM([x(l-1); a(t)]),  sums as in the encoder
 *               p(y(t)) = softmax(W x(L))
 *
 * The attention is a network with one hidden layer, v · tanh(W y + U x). Only the bottom layer has to wait for it: the layers
 * above run over all steps at once.
 *
 * Deviations: the paper does not say what the decoder begins with: zeros here. No dropout; training by expected reward
 * (section 5) and quantised inference (section 6) are not here.
 */
import {
  add,
  AdditiveAttention,
  Block,
  check,
  concat,
  Embedding,
  expand,
  float32,
  int32,
  Linear,
  LSTM,
  LSTMCell,
  scan,
  squeeze,
  stack,
  unsqueeze,
  type LstmState,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import { classesSecond, layerOf, realPlaces, timeFirst } from "./layout.js";
import { Seq2Seq, stateType, type Decoded, type Named } from "./seq2seq.js";

export interface GNMTOptions {
  /** How many tokens the source may consist of. */
  readonly sourceTokens: number;
  /** How many tokens the target may consist of, V. */
  readonly targetTokens: number;
  /** Units of each layer, of the attention's hidden layer, and the size of the vectors that tokens become. Default 1024. */
  readonly hiddenSize?: number;
  /** L, at least 2, of the encoder and of the decoder. Default 8. */
  readonly layers?: number;
  /** Sums around layers from the third on. Default true; without them it is a plain stack. */
  readonly residual?: boolean;
}

/**
 * The network of Wu et al. `encode` gives `memory` [N, S, hidden], `keys` [N, S, hidden] and zeros `h` and `c` [L, N, hidden];
 * `decode(tokens, memory, keys, sourceLengths, h, c)` returns the alignment as `attention` [N, T, S] too.
 *
 * @example new GNMT({ sourceTokens: 32_000, targetTokens: 32_000 })
 */
export class GNMT extends Seq2Seq {
  readonly sourceEmbedding: Embedding;
  readonly encoder: Encoder;
  readonly targetEmbedding: Embedding;
  readonly bottom: AttendingLayer;
  readonly above: readonly LSTM[];
  readonly output: Linear;
  readonly #sums: (layer: number) => boolean;

  constructor(options: GNMTOptions) {
    super();
    const { sourceTokens, targetTokens, hiddenSize = 1024, layers = 8, residual = true } = options;
    check(Number.isInteger(layers) && layers >= 2, () => `GNMT expects at least 2 layers on each side, got ${layers}`);
    this.#sums = (layer) => residual && layer >= 3;
    this.sourceEmbedding = new Embedding(sourceTokens, hiddenSize);
    this.encoder = new Encoder(hiddenSize, layers, this.#sums);
    this.targetEmbedding = new Embedding(targetTokens, hiddenSize);
    this.bottom = new AttendingLayer(hiddenSize);
    this.above = Array.from({ length: layers - 1 }, () => new LSTM(2 * hiddenSize, hiddenSize));
    this.output = new Linear(hiddenSize, targetTokens);
  }

  given(): Readonly<Record<string, TensorType>> {
    const { hiddenSize } = this.bottom.cell;
    const [places, state] = [float32("N", "S", hiddenSize), stateType(1 + this.above.length, hiddenSize)];
    return { memory: places, keys: places, sourceLengths: int32("N"), h: state, c: state };
  }

  encode(source: Tensor, sourceLengths: Tensor): Named {
    const memory = timeFirst(this.encoder.forward(this.sourceEmbedding.forward(timeFirst(source)), sourceLengths));
    const zeros = expand(0, [1 + this.above.length, source.shape[0]!, this.bottom.cell.hiddenSize]);
    return { memory, keys: this.bottom.attention.key.forward(memory), h: zeros, c: zeros };
  }

  decode(tokens: Tensor, memory: Tensor, keys: Tensor, sourceLengths: Tensor, h: Tensor, c: Tensor): Decoded {
    const embedded = this.targetEmbedding.forward(timeFirst(tokens));
    const looked = this.bottom.forward(
      embedded,
      { memory, keys, sourceLengths },
      { h: layerOf(h, 0), c: layerOf(c, 0) },
    );
    const states = [looked.state];
    let x = looked.shown;
    for (const [index, lstm] of this.above.entries()) {
      const [layer, at] = [index + 2, index + 1];
      const initial = { h: unsqueeze(layerOf(h, at), [0]), c: unsqueeze(layerOf(c, at), [0]) };
      const { output, state } = lstm.forward(concat([x, looked.context], 2), { initial });
      x = this.#sums(layer) ? add(output, x) : output;
      states.push({ h: layerOf(state.h, 0), c: layerOf(state.c, 0) });
    }
    return {
      logits: classesSecond(this.output.forward(x)),
      attention: timeFirst(looked.weights),
      h: stack(states.map((state) => state.h)),
      c: stack(states.map((state) => state.c)),
    };
  }
}

/** [S, N, hidden] to [S, N, hidden], what the top layer hands up; 0 at padding. */
class Encoder extends Block {
  readonly bottom: LSTM;
  readonly above: readonly LSTM[];
  readonly #sums: (layer: number) => boolean;

  constructor(hiddenSize: number, layers: number, sums: (layer: number) => boolean) {
    super();
    this.bottom = new LSTM(hiddenSize, hiddenSize, { bidirectional: true });
    this.above = Array.from(
      { length: layers - 1 },
      (_, index) => new LSTM((index === 0 ? 2 : 1) * hiddenSize, hiddenSize),
    );
    this.#sums = sums;
  }

  forward(embedded: Tensor, lengths: Tensor): Tensor {
    let x = this.bottom.forward(embedded, { lengths }).output;
    for (const [index, lstm] of this.above.entries()) {
      const { output } = lstm.forward(x, { lengths });
      x = this.#sums(index + 2) ? add(output, x) : output;
    }
    return x;
  }
}

/** What the bottom layer of the decoder is given of the source. */
interface Source {
  readonly memory: Tensor;
  readonly keys: Tensor;
  readonly sourceLengths: Tensor;
}

/** The decoder's bottom layer, which looks at the source by what it showed before. */
class AttendingLayer extends Block {
  readonly cell: LSTMCell;
  /** What the gates see of a(t). */
  readonly context: Linear;
  readonly attention: AdditiveAttention;

  constructor(hiddenSize: number) {
    super();
    this.cell = new LSTMCell(hiddenSize, hiddenSize);
    this.context = new Linear(hiddenSize, 4 * hiddenSize, { bias: false });
    this.attention = new AdditiveAttention(hiddenSize, hiddenSize, hiddenSize);
  }

  /** Embedded tokens [T, N, hidden] give `shown` and `context` [T, N, hidden], `weights` [T, N, S], and the state behind them. */
  forward(embedded: Tensor, { memory, keys, sourceLengths }: Source, initial: LstmState) {
    const mask = realPlaces(sourceLengths, memory.shape[1]!);
    const { share, step } = this.cell.recurrence();
    const { carry, outputs } = scan(
      (state, ofToken) => {
        const { output, weights } = this.attention.forward(unsqueeze(state.h, [1]), memory, { keys, mask });
        const context = squeeze(output, [1]);
        const next = step(add(ofToken, this.context.forward(context)), state);
        return { carry: next, output: { shown: next.h, context, weights: squeeze(weights, [1]) } };
      },
      { initial, sequences: share(embedded) },
    );
    return { ...outputs, state: carry };
  }
}
