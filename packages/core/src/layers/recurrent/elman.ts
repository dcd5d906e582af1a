import { checkOptions } from "../../check-options.js";
import { add, relu, tanh } from "../../ops/elementwise.js";
import { matMul } from "../../ops/matmul.js";
import type { Tensor } from "../../tensor.js";
import { HiddenStateLayers, layersOptionNames, type RecurrentLayersOptions } from "./layers.js";
import type { Recurrence, RecurrentKind } from "./recurrence.js";
import { affine, biasOf, RecurrentCell, type RecurrentOptions } from "./weights.js";

/** What an Elman net may be: its nonlinearity. */
export interface ElmanOptions {
  /** Default tanh. */
  readonly nonlinearity?: "tanh" | "relu";
}

const nonlinearities = { tanh, relu };

const elman: RecurrentKind<{ readonly h: Tensor }, Required<ElmanOptions>> = {
  name: "rnn loop",
  gates: 1,
  parts: ["h"],
  recurrence(weights, { nonlinearity }) {
    const bias = biasOf(weights);
    return {
      share: (x) => affine(x, weights.weight_ih, bias),
      step: (share, { h }) => ({
        h: nonlinearities[nonlinearity](add(share, matMul(h, weights.weight_hh, { transposeB: true }))),
      }),
    };
  },
};

/**
 * One step of an Elman net, the plain recurrent net: the hidden state is a layer that reads the input and its own last value.
 *
 * Formula: `h' = tanh(W x + b + U h + b')`, or ReLU in the place of tanh
 *
 * Shapes: x `[N, in]` and h `[N, hidden]` give h; parameters `weight_ih` [hidden, in], `weight_hh` [hidden, hidden], `bias_ih`,
 * `bias_hh` [hidden], as in `torch.nn.RNNCell`.
 *
 * Reference: Elman 1990, "Finding structure in time", Cognitive Science 14.
 *
 * Useful for: what gated cells are compared with.
 *
 * @example const h = new RNNCell(8, 32).forward(x, previous);
 */
export class RNNCell extends RecurrentCell {
  readonly #nonlinearity: "tanh" | "relu";

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions & ElmanOptions = {}) {
    super(inputSize, hiddenSize, { ...options, gates: elman.gates });
    checkOptions("RNNCell", options, { bias: true, nonlinearity: true });
    this.#nonlinearity = options.nonlinearity ?? "tanh";
  }

  forward(x: Tensor, h: Tensor): Tensor {
    this.checkInput(x);
    const { share, step } = this.recurrence();
    return step(share(x), { h }).h;
  }

  /** Its step in two halves, for loops of your own: see {@link Recurrence}. */
  recurrence(): Recurrence<{ readonly h: Tensor }> {
    return elman.recurrence(this, { nonlinearity: this.#nonlinearity });
  }
}

/**
 * Elman nets along a sequence. Their gradient shrinks or grows with every step, so that what is long ago is not learned.
 *
 * Formula: that of {@link RNNCell}, for each step in turn
 *
 * Shapes: x `[T, N, in]` gives `output` `[T, N, directions · hidden]`, `last` `[N, directions · hidden]` and `state`
 * `[layers · directions, N, hidden]`; parameters as in `torch.nn.RNN`, `weight_ih_l0` ...
 *
 * Reference: Elman 1990, "Finding structure in time", Cognitive Science 14.
 *
 * Useful for: short sequences.
 *
 * @example const { output, last, state } = new RNN(8, 32, { layers: 2 }).forward(x, { lengths });
 */
export class RNN extends HiddenStateLayers<Required<ElmanOptions>> {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentLayersOptions & ElmanOptions = {}) {
    super(inputSize, hiddenSize, elman, options, { nonlinearity: options.nonlinearity ?? "tanh" });
    checkOptions("RNN", options, { ...layersOptionNames, nonlinearity: true });
  }
}
