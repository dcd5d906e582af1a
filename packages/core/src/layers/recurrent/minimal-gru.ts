import { checkOptions } from "../../check-options.js";
import { add, mul, sub, tanh } from "../../ops/elementwise.js";
import { matMul } from "../../ops/matmul.js";
import { split } from "../../ops/split.js";
import type { Tensor } from "../../tensor.js";
import { gate } from "./gate.js";
import { HiddenStateLayers, layersOptionNames, type RecurrentLayersOptions } from "./layers.js";
import type { Recurrence, RecurrentKind } from "./recurrence.js";
import { affine, biasOf, RecurrentCell, type RecurrentOptions } from "./weights.js";

const forgetGate = gate("forget");

const minimalGru: RecurrentKind<{ readonly h: Tensor }> = {
  name: "minimal gru loop",
  gates: 2,
  parts: ["h"],
  /** The order of the rows of all weights is forget, new. */
  recurrence(weights) {
    const bias = biasOf(weights);
    const [forgetRows, newRows] = split(weights.weight_hh, { parts: 2 }) as [Tensor, Tensor];
    return {
      share: (x) => affine(x, weights.weight_ih, bias),
      step(share, { h }) {
        const [xf, xn] = split(share, { axis: 1, parts: 2 }) as [Tensor, Tensor];
        const f = forgetGate(add(xf, matMul(h, forgetRows, { transposeB: true })));
        const n = tanh(add(xn, matMul(mul(f, h), newRows, { transposeB: true })));
        return { h: add(h, mul(f, sub(n, h))) };
      },
    };
  },
};

/**
 * One step of a minimal gated unit: the forget gate is the only one and does a GRU's resetting and updating.
 *
 * Formula: `f = σ(W x + b + U h + b')`, `n = tanh(W x + b + U (f h) + b')` with rows of their own, `h' = (1 - f) h + f n`
 *
 * Shapes: x `[N, in]` and h `[N, hidden]` give h; parameters `weight_ih` [2 hidden, in], `weight_hh` [2 hidden, hidden],
 * `bias_ih`, `bias_hh` [2 hidden].
 *
 * Reference: Zhou, Wu, Zhang & Zhou 2016, "Minimal gated unit for recurrent neural networks", arXiv 1603.09420. It has one bias;
 * ours are two that are added up, as in all cells here.
 *
 * Useful for: what a GRU is for, with a third fewer parameters.
 *
 * @example const h = new MinimalGRUCell(8, 32).forward(x, previous);
 */
export class MinimalGRUCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, { ...options, gates: minimalGru.gates });
    checkOptions("MinimalGRUCell", options, { bias: true });
  }

  forward(x: Tensor, h: Tensor): Tensor {
    this.checkInput(x);
    const { share, step } = this.recurrence();
    return step(share(x), { h }).h;
  }

  /** Its step in two halves, for loops of your own: see {@link Recurrence}. */
  recurrence(): Recurrence<{ readonly h: Tensor }> {
    return minimalGru.recurrence(this, {});
  }
}

/**
 * Minimal gated units along a sequence, one on the other, in one direction or both.
 *
 * Formula: that of {@link MinimalGRUCell}, for each step in turn
 *
 * Shapes: x `[T, N, in]` gives `output` `[T, N, directions · hidden]`, `last` `[N, directions · hidden]` and `state`
 * `[layers · directions, N, hidden]`; parameters under the names of a GRU, `weight_ih_l0` .... At padding the output is 0 and
 * the state stays.
 *
 * Reference: Zhou, Wu, Zhang & Zhou 2016, "Minimal gated unit for recurrent neural networks", arXiv 1603.09420.
 *
 * Useful for: sequences, with the fewest parameters of all gated nets.
 *
 * @example const { output, last, state } = new MinimalGRU(8, 32).forward(x);
 */
export class MinimalGRU extends HiddenStateLayers {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentLayersOptions = {}) {
    super(inputSize, hiddenSize, minimalGru, options, {});
    checkOptions("MinimalGRU", options, { ...layersOptionNames });
  }
}
