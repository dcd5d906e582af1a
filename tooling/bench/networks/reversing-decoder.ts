import {
  AdditiveAttention,
  Block,
  concat,
  Embedding,
  GRU,
  GRUCell,
  Linear,
  scan,
  slice,
  squeeze,
  tanh,
  transpose,
  unsqueeze,
  type Tensor,
} from "@blockzoo/core";

const units = 64;

/**
 * An encoder and a decoder that looks back at the source in each step (Bahdanau et al. 2014): GRUs of 64 units, the encoder's
 * in both directions, taught with the target shifted by one.
 */
export class ReversingDecoder extends Block {
  readonly embedding: Embedding;
  readonly encoder = new GRU(units, units, { bidirectional: true });
  readonly bridge = new Linear(units, units);
  readonly attention = new AdditiveAttention(units, 2 * units, units);
  readonly cell = new GRUCell(3 * units, units);
  readonly classifier: Linear;

  constructor(symbols: number) {
    super();
    this.embedding = new Embedding(symbols, units);
    this.classifier = new Linear(3 * units, symbols);
  }

  /** Source int32 [S, N] and shifted target int32 [T, N] to scores [T, N, symbols]. */
  forward(source: Tensor, shifted: Tensor): Tensor {
    const { output, state } = this.encoder.forward(this.embedding.forward(source));
    const memory = transpose(output, [1, 0, 2]);
    const keys = this.attention.key.forward(memory);
    // The way back ends at the first symbol, and has read all.
    const initial = tanh(this.bridge.forward(squeeze(slice(state, { axes: [0], starts: [1] }), [0])));
    const { outputs } = scan(
      (h, symbol) => {
        const { output: context } = this.attention.forward(unsqueeze(h, [1]), memory, { keys });
        const seen = squeeze(context, [1]);
        const next = this.cell.forward(concat([symbol, seen], 1), h);
        return { carry: next, output: concat([next, seen], 1) };
      },
      { initial, sequences: this.embedding.forward(shifted) },
    );
    return this.classifier.forward(outputs);
  }
}
