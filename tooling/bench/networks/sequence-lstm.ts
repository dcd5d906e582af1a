import { Block, Linear, LSTM, type Tensor } from "@blockzoo/core";

/** The size of each input and of each target of a step. */
export const features = 32;

/** Two LSTMs, one on the other, and a linear layer that says something at each step, as a character model does. */
export class SequenceLstm extends Block {
  readonly lstm: LSTM;
  readonly head: Linear;

  constructor(hidden: number) {
    super();
    this.lstm = new LSTM(features, hidden, { layers: 2 });
    this.head = new Linear(hidden, features);
  }

  /** Sequences [T, N, features] to sequences of the same shape. */
  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x).output);
  }
}
