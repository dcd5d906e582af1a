/**
 * A network that writes: it reads a text character by character and says at each what comes next.
 *
 * A. Graves, "Generating sequences with recurrent neural networks", arXiv 1308.0850, 2013, sections 2 and 3; the form with
 * one-hot characters and plain stacked layers: A. Karpathy, "The unreasonable effectiveness of recurrent neural networks", 2015.
 *
 * Notation: x_t is the character at step t, h^l and c^l the state of layer l, y_t the scores of what comes next:
 *
 *     h^1_t = LSTM(onehot(x_t)),   h^l_t = LSTM(h^(l-1)_t),   y_t = W h^L_t + b,   P(x_(t+1) | x_1 ... x_t) = softmax(y_t)
 *
 * Deviations from Graves: no peepholes, and no connections from the input to all layers and from all layers to the output;
 * GRUs in the place of LSTMs, and an embedding in that of the one-hot vector, where asked for.
 */
import {
  Block,
  Dropout,
  Embedding,
  GRU,
  Linear,
  LSTM,
  oneHot,
  transpose,
  type RecurrentLayersOptions,
  type Tensor,
} from "@blockzoo/core";

export interface CharacterModelOptions {
  /** How many different characters there are. */
  readonly characters: number;
  /** Units of each layer. */
  readonly hidden: number;
  /** Default 1. */
  readonly layers?: number;
  /** Default `lstm`. */
  readonly cell?: "lstm" | "gru";
  /** The size of the learned vector that stands for a character. Default: none, a character is a one-hot vector. */
  readonly embedding?: number;
  /** The share of values that is dropped between layers, and before the last product, while training. Default 0. */
  readonly dropout?: number;
}

/** What comes next, and the state to go on from. */
export type CharacterScores = {
  /** [N, characters, T] */
  readonly logits: Tensor;
  /** [layers, N, hidden] */
  readonly h: Tensor;
  /** [layers, N, hidden], of LSTMs. */
  readonly c?: Tensor;
};

/**
 * Characters to scores of the next ones: int32 [N, T], and the state where it goes on from one, to {@link CharacterScores}.
 *
 * State: `embedding.weight` where there is one, `net.weight_ih_l0` ... as in `torch.nn.LSTM` or `torch.nn.GRU`, `head.weight`
 * [characters, hidden], `head.bias`.
 *
 * @example const { logits, h, c } = new CharacterModel({ characters: 65, hidden: 128 }).forward(tokens);
 */
export class CharacterModel extends Block {
  readonly embedding: Embedding | undefined;
  readonly net: LSTM | GRU;
  readonly dropout: Dropout | undefined;
  readonly head: Linear;

  constructor(readonly options: CharacterModelOptions) {
    super();
    const { characters, hidden, layers = 1, cell = "lstm", embedding, dropout = 0 } = options;
    this.embedding = embedding === undefined ? undefined : new Embedding(characters, embedding);
    const stacked: RecurrentLayersOptions = { layers, ...(layers > 1 && { dropout }) };
    const inputSize = embedding ?? characters;
    this.net = cell === "lstm" ? new LSTM(inputSize, hidden, stacked) : new GRU(inputSize, hidden, stacked);
    this.dropout = dropout === 0 ? undefined : new Dropout(dropout);
    this.head = new Linear(hidden, characters);
  }

  /** The state is zeros where none is given; a GRU has no c. */
  forward(tokens: Tensor, h?: Tensor, c?: Tensor): CharacterScores {
    const x = this.embedding?.forward(tokens) ?? oneHot(tokens, { depth: this.options.characters });
    const { output, state } = this.run(transpose(x, [1, 0, 2]), h, c);
    const scores = this.head.forward(this.dropout?.forward(output) ?? output);
    return { logits: transpose(scores, [1, 2, 0]), ...state };
  }

  private run(x: Tensor, h?: Tensor, c?: Tensor): { output: Tensor; state: Pick<CharacterScores, "h" | "c"> } {
    if (this.net instanceof LSTM) return this.net.forward(x, { initial: h && c && { h, c } });
    const { output, state } = this.net.forward(x, { initial: h });
    return { output, state: { h: state } };
  }
}
