import { checkOptions } from "../../check-options.js";
import { add, mul, tanh } from "../../ops/elementwise.js";
import { matMul } from "../../ops/matmul.js";
import { split } from "../../ops/split.js";
import type { Tensor } from "../../tensor.js";
import { gate } from "./gate.js";
import {
  layersOptionNames,
  RecurrentLayers,
  type RecurrentLayersOptions,
  type SequenceInputs,
  type SequenceResult,
} from "./layers.js";
import type { Recurrence, RecurrentKind } from "./recurrence.js";
import type { LstmState } from "./states.js";
import { affine, biasOf, RecurrentCell, type RecurrentOptions } from "./weights.js";

/** What an LSTM may have besides its gates. */
export interface PeepholeOptions {
  /** Gates see the cell, each unit its own: three weights a unit, `weight_peephole`. PyTorch has none. Default false. */
  readonly peepholes?: boolean;
}

const [inputGate, forgetGate, outputGate] = [gate("input"), gate("forget"), gate("output")];

const lstm: RecurrentKind<LstmState> = {
  name: "lstm loop",
  gates: 4,
  parts: ["h", "c"],
  /** The order of the rows of all weights is input, forget, cell, output. */
  recurrence(weights) {
    // Neither bias belongs to a step: their sum is added once, before the loop.
    const bias = biasOf(weights);
    const peepholes = weights.weight_peephole && split(weights.weight_peephole, { parts: 3 });
    /** A gate's input with what it sees of the cell. */
    const seeing = (x: Tensor, c: Tensor, index: number) => (peepholes ? add(x, mul(peepholes[index]!, c)) : x);
    return {
      share: (x) => affine(x, weights.weight_ih, bias),
      step(share, { h, c }) {
        const gates = add(share, matMul(h, weights.weight_hh, { transposeB: true }));
        const [i, f, g, o] = split(gates, { axis: 1, parts: 4 }) as [Tensor, Tensor, Tensor, Tensor];
        const cell = add(mul(forgetGate(seeing(f, c, 1)), c), mul(inputGate(seeing(i, c, 0)), tanh(g)));
        return { h: mul(outputGate(seeing(o, cell, 2)), tanh(cell)), c: cell };
      },
    };
  },
};

/**
 * One step of a long short-term memory: gates decide what enters the cell, what stays in it and what is shown.
 *
 * Formula: `i, f, o = σ(W x + b + U h + b')`, `g = tanh(W x + b + U h + b')` with rows of their own,
 * `c' = f c + i g`, `h' = o tanh(c')`; with peepholes i and f also see `p c`, and o sees `p c'`
 *
 * Shapes: x `[N, in]` and the state h, c `[N, hidden]` give the state; parameters `weight_ih` [4 hidden, in], `weight_hh`
 * [4 hidden, hidden], `bias_ih`, `bias_hh` [4 hidden], as in `torch.nn.LSTMCell`, and `weight_peephole` [3 hidden] where asked for.
 *
 * Reference: Hochreiter & Schmidhuber 1997, "Long short-term memory"; forget gate: Gers, Schmidhuber & Cummins 2000; peepholes:
 * Gers, Schraudolph & Schmidhuber 2002, "Learning precise timing with LSTM recurrent networks".
 *
 * Useful for: decoders and agents that run step by step.
 *
 * @example const { h, c } = new LSTMCell(8, 32).forward(x, state);
 */
export class LSTMCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions & PeepholeOptions = {}) {
    super(inputSize, hiddenSize, { ...options, gates: lstm.gates });
    checkOptions("LSTMCell", options, { bias: true, peepholes: true });
  }

  forward(x: Tensor, state: LstmState): LstmState {
    this.checkInput(x);
    const { share, step } = this.recurrence();
    return step(share(x), state);
  }

  /** Its step in two halves, for loops of your own: see {@link Recurrence}. */
  recurrence(): Recurrence<LstmState> {
    return lstm.recurrence(this, {});
  }
}

/**
 * LSTMs along a sequence, one on the other, in one direction or both. The input's share of the gates is one product for all
 * steps; the recurrence is one `scan`, which backends that have an LSTM run as one where no gradient is asked for.
 *
 * Formula: that of {@link LSTMCell}, for each step in turn
 *
 * Shapes: x `[T, N, in]` gives `output` `[T, N, directions · hidden]`, `last` `[N, directions · hidden]` and `state`, h and c
 * `[layers · directions, N, hidden]`; parameters as in `torch.nn.LSTM`, `weight_ih_l0` ..., and `weight_peephole_l0` ... where
 * asked for. At padding the output is 0 and the state stays.
 *
 * Reference: Hochreiter & Schmidhuber 1997, "Long short-term memory"; both directions: Graves & Schmidhuber 2005, "Framewise
 * phoneme classification with bidirectional LSTM and other neural network architectures".
 *
 * Useful for: sequences in which what matters may be long ago or, in both directions, yet to come.
 *
 * @example const { output, last, state } = new LSTM(8, 32, { bidirectional: true }).forward(x, { lengths });
 */
export class LSTM extends RecurrentLayers<LstmState> {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentLayersOptions & PeepholeOptions = {}) {
    super(inputSize, hiddenSize, lstm, options, {});
    checkOptions("LSTM", options, { ...layersOptionNames, peepholes: true });
  }

  forward(x: Tensor, inputs: SequenceInputs<LstmState> = {}): SequenceResult<LstmState> {
    return this.run(x, inputs);
  }
}
