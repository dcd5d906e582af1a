import { Block, Linear, LSTM, type Tensor } from "@blockzoo/core";

/**
 * The network of the adding problem (Hochreiter & Schmidhuber 1997, section 5.4): an LSTM reads pairs of a number and a
 * mark, and a linear unit reads the sum of the two marked numbers from its last output.
 */
export class AddingLstm extends Block {
  readonly lstm = new LSTM(2, 48);
  readonly head = new Linear(48, 1);

  /** Sequences [T, N, 2] to sums [N, 1]. */
  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x).last);
  }
}
