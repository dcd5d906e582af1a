/**
 * Networks that read words, or other tokens: a class for a whole text, or one for each token.
 *
 * A class for a text: K. S. Tai, R. Socher, C. D. Manning, "Improved semantic representations from tree-structured long
 * short-term memory networks", ACL 2015, table 2, where a bidirectional LSTM stands beside the trees. A class for each
 * token: Z. Huang, W. Xu, K. Yu, "Bidirectional LSTM-CRF models for sequence tagging", arXiv 1508.01991, section 2.2.
 *
 * Notation: N texts of T tokens, the last of which may be padding; V tokens are known, E numbers stand for each, H units
 * run in each direction, and there are C classes.
 *
 * Deviations: vectors of words are learned with the rest, and not taken from other texts. The tagger chooses the class of
 * each token by itself, without a conditional random field.
 */
import { Block, Dropout, Embedding, Linear, LSTM, normal, transpose, type Tensor } from "@blockzoo/core";

export interface TextNetOptions {
  /** V, the special tokens included. */
  readonly vocabulary: number;
  /** C. */
  readonly classes: number;
  /** E. Default 64. */
  readonly embedding?: number;
  /** H. Default 64. */
  readonly hidden?: number;
  /** The share of each token's vector, and of what the classifier sees, that is dropped while training. Default 0. */
  readonly dropout?: number;
}

/** What both networks begin with: tokens become vectors, which an LSTM reads both ways. */
class TokenReader extends Block {
  readonly embedding: Embedding;
  readonly dropout: Dropout;
  readonly lstm: LSTM;

  constructor({ vocabulary, embedding = 64, hidden = 64, dropout = 0 }: TextNetOptions) {
    super();
    // Small at first, so that words of which little is learned say little.
    this.embedding = new Embedding(vocabulary, embedding, { initializer: normal({ deviation: 0.1 }) });
    this.dropout = new Dropout(dropout);
    this.lstm = new LSTM(embedding, hidden, { bidirectional: true });
  }

  /** Tokens [N, T] to what is shown at each, [T, N, 2 H], and when all is read, [N, 2 H]. */
  forward(tokens: Tensor, lengths: Tensor): { readonly output: Tensor; readonly last: Tensor } {
    const vectors = this.embedding.forward(transpose(tokens, [1, 0]));
    return this.lstm.forward(this.dropout.forward(vectors), { lengths });
  }
}

/**
 * Says to which class a text belongs, by what both directions show when they have read all of it.
 *
 * Shapes: tokens int32 [N, T] and lengths int32 [N] to logits [N, C].
 *
 * State: `reader.embedding.weight` [V, E], `reader.lstm.weight_ih_l0` ..., `classifier.weight` [C, 2 H], `classifier.bias`.
 *
 * @example new TextClassifier({ vocabulary: 5000, classes: 2, dropout: 0.3 })
 */
export class TextClassifier extends Block {
  readonly reader: TokenReader;
  readonly classifier: Linear;

  constructor(options: TextNetOptions) {
    super();
    this.reader = new TokenReader(options);
    this.classifier = new Linear(2 * this.reader.lstm.hiddenSize, options.classes);
  }

  forward(tokens: Tensor, lengths: Tensor): Tensor {
    const { last } = this.reader.forward(tokens, lengths);
    return last.pipe(this.reader.dropout, this.classifier);
  }
}

/**
 * Says to which class each token of a text belongs, by what comes before it and what comes behind.
 *
 * Shapes: tokens int32 [N, T] and lengths int32 [N] to logits [N, C, T]; those of padding are the classifier's bias.
 *
 * State: that of {@link TextClassifier}.
 *
 * @example new TokenTagger({ vocabulary: 5000, classes: 12 })
 */
export class TokenTagger extends Block {
  readonly reader: TokenReader;
  readonly classifier: Linear;

  constructor(options: TextNetOptions) {
    super();
    this.reader = new TokenReader(options);
    this.classifier = new Linear(2 * this.reader.lstm.hiddenSize, options.classes);
  }

  forward(tokens: Tensor, lengths: Tensor): Tensor {
    const { output } = this.reader.forward(tokens, lengths);
    return transpose(output.pipe(this.reader.dropout, this.classifier), [1, 2, 0]);
  }
}
