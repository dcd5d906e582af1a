/**
 * Networks that read a sequence, around any recurrent net: one number for all of it, or a class for each step.
 *
 * The adding problem, many to one: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9(8), 1997,
 * section 5.4. Labels as steps come, the synchronised mode: A. Graves, J. Schmidhuber, "Framewise phoneme classification with
 * bidirectional LSTM and other neural network architectures", Neural Networks 18, 2005.
 *
 * Notation: N sequences of T steps with F features. Samples come first here and time within, as batches are; recurrent nets
 * take time first.
 */
import { Block, Linear, transpose, type Tensor } from "@blockzoo/core";

/** What these networks need of a recurrent net, [T, N, F] in. */
export interface SequenceNet extends Block {
  forward(x: Tensor): {
    /** [T, N, size] */
    readonly output: Tensor;
    /** [N, size]: what it shows when it has read all. */
    readonly last: Tensor;
  };
}

/**
 * Reads a sequence and says one number: [N, T, F] to [N, 1].
 *
 * @param size of what the net shows
 * @example new SequenceRegressor(new LSTM(2, 48), 48)
 */
export class SequenceRegressor extends Block {
  readonly head: Linear;

  constructor(
    readonly net: SequenceNet,
    size: number,
  ) {
    super();
    this.head = new Linear(size, 1);
  }

  forward(x: Tensor): Tensor {
    return this.head.forward(this.net.forward(timeFirst(x)).last);
  }
}

/**
 * Labels each step of a sequence: [N, T, F] to logits [N, classes, T].
 *
 * @param size of what the net shows at each step
 * @example new SequenceTagger(new LSTM(1, 24, { layers: 2, bidirectional: true }), { size: 48, classes: 2 })
 */
export class SequenceTagger extends Block {
  readonly head: Linear;

  constructor(
    readonly net: SequenceNet,
    { size, classes }: { readonly size: number; readonly classes: number },
  ) {
    super();
    this.head = new Linear(size, classes);
  }

  forward(x: Tensor): Tensor {
    const scores = this.head.forward(this.net.forward(timeFirst(x)).output);
    return transpose(scores, [1, 2, 0]);
  }
}

function timeFirst(x: Tensor): Tensor {
  return transpose(x, [1, 0, 2]);
}
