/**
 * The deep bidirectional LSTM of alternating direction, "db-lstm".
 *
 * J. Zhou, W. Xu, "End-to-end learning of semantic role labeling using recurrent neural networks", ACL 2015.
 *
 * Notation: layer l takes x_l and makes h_l. The first runs forwards, the second backwards over what the first made, and so
 * on. A layer is fed by both paths of the one below, the x-path and the h-path:
 *
 *     x_1 = W_1 x,    x_l = W_l [x_(l-1); h_(l-1)],    h_l = LSTM_l(x_l), of even l from the last step to the first
 *
 * Deviations: the paper's inputs, words and predicates, and the conditional random field on top are the application's, not
 * here; the LSTM has a projection of its input of its own. What is handed on is [x_L; h_L], as the next layer would take it.
 */
import { Block, check, concat, Linear, LSTM, type Tensor } from "@blockzoo/core";
import type { SequenceNet } from "./sequence-nets.js";

export interface AlternatingLSTMOptions {
  /** L. Default 4, two in each direction. */
  readonly layers?: number;
  /** Gates see the cell, as in the paper. Default true. */
  readonly peepholes?: boolean;
}

/**
 * LSTMs of alternating direction: x [T, N, inputSize] gives `output` [T, N, 2 hiddenSize] and `last`, what the top layer's
 * h-path shows when it has read all, [N, hiddenSize].
 *
 * State: `mix.<l>.weight`, `mix.<l>.bias` and an LSTM `lstm.<l>`.
 *
 * @example new AlternatingLSTM(1, 32, { layers: 8 })
 */
export class AlternatingLSTM extends Block implements SequenceNet {
  readonly mix: readonly Linear[];
  readonly lstm: readonly LSTM[];

  constructor(
    inputSize: number,
    readonly hiddenSize: number,
    { layers = 4, peepholes = true }: AlternatingLSTMOptions = {},
  ) {
    super();
    check(Number.isInteger(layers) && layers > 0, () => `AlternatingLSTM expects at least one layer, got ${layers}`);
    const numbers = Array.from({ length: layers }, (_, layer) => layer);
    this.mix = numbers.map((layer) => new Linear(layer === 0 ? inputSize : 2 * hiddenSize, hiddenSize));
    this.lstm = numbers.map((layer) => new LSTM(hiddenSize, hiddenSize, { reverse: layer % 2 === 1, peepholes }));
  }

  forward(
    x: Tensor,
    { lengths }: { readonly lengths?: Tensor } = {},
  ): { readonly output: Tensor; readonly last: Tensor } {
    let paths = x;
    let last: Tensor | undefined;
    for (const [layer, lstm] of this.lstm.entries()) {
      const xPath = this.mix[layer]!.forward(paths);
      const hPath = lstm.forward(xPath, { lengths });
      paths = concat([xPath, hPath.output], 2);
      last = hPath.last;
    }
    return { output: paths, last: last! };
  }
}
