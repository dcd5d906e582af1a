import { checkOptions } from "../../check-options.js";
import { add, mul, sub, tanh } from "../../ops/elementwise.js";
import { split } from "../../ops/split.js";
import type { Tensor } from "../../tensor.js";
import { gate } from "./gate.js";
import { HiddenStateLayers, layersOptionNames, type RecurrentLayersOptions } from "./layers.js";
import type { Recurrence, RecurrentKind } from "./recurrence.js";
import { affine, RecurrentCell, type RecurrentOptions, type RecurrentWeights } from "./weights.js";

/** The forms in which GRUs are written; the defaults are those of cuDNN and PyTorch. */
export interface GruForm {
  /** What the reset gate acts on: `product`, `r (U h + b')`, or `state`, `U (r h) + b'`, as in Cho et al. Default product. */
  readonly resets?: "product" | "state";
  /**
   * What an open update gate lets pass: the state before, `h' = (1 - z) n + z h`, as in Cho et al., or the new value,
   * `h' = (1 - z) h + z n`, as in Chung et al. 2014. Default state.
   */
  readonly updatePasses?: "state" | "new";
}

const [resetGate, updateGate] = [gate("reset"), gate("update")];

const gru: RecurrentKind<{ readonly h: Tensor }, Required<GruForm>> = {
  name: "gru loop",
  gates: 3,
  parts: ["h"],
  /** The order of the rows of all weights is reset, update, new. */
  recurrence({ weight_ih, weight_hh, bias_ih, bias_hh }, { resets, updatePasses }) {
    /** What reset and update gate see of the state, and what the new value sees of it once r is known. */
    const ofState = resets === "product" ? resetProduct(weight_hh, bias_hh) : resetState(weight_hh, bias_hh);
    return {
      share: (x) => affine(x, weight_ih, bias_ih),
      step(share, { h }) {
        const [xr, xz, xn] = split(share, { axis: 1, parts: 3 }) as [Tensor, Tensor, Tensor];
        const { hr, hz, hn } = ofState(h);
        const z = updateGate(add(xz, hz));
        const n = tanh(add(xn, hn(resetGate(add(xr, hr)))));
        return { h: updatePasses === "state" ? add(n, mul(z, sub(h, n))) : add(h, mul(z, sub(n, h))) };
      },
    };
  },
};

/** The state's share of the reset gate, of the update gate and, once the reset gate r is known, of the new value. */
type ShareOfState = (h: Tensor) => {
  readonly hr: Tensor;
  readonly hz: Tensor;
  readonly hn: (r: Tensor) => Tensor;
};

type Weight = RecurrentWeights["weight_hh"];

/** `r (U h + b')`: one product for all gates. */
function resetProduct(weight: Weight, bias: Weight | undefined): ShareOfState {
  return (h) => {
    const [hr, hz, hn] = split(affine(h, weight, bias), { axis: 1, parts: 3 }) as [Tensor, Tensor, Tensor];
    return { hr, hz, hn: (r) => mul(r, hn) };
  };
}

/** `U (r h) + b'`: the new value's product waits for the reset gate. */
function resetState(weight: Weight, bias: Weight | undefined): ShareOfState {
  const weights = split(weight, { parts: 3 }) as [Tensor, Tensor, Tensor];
  const biases = bias === undefined ? [] : split(bias, { parts: 3 });
  const share = (h: Tensor, row: 0 | 1 | 2) => affine(h, weights[row], biases[row]);
  return (h) => ({ hr: share(h, 0), hz: share(h, 1), hn: (r) => share(mul(r, h), 2) });
}

const formOf = ({ resets = "product", updatePasses = "state" }: GruForm) => ({ resets, updatePasses });

/**
 * One step of a gated recurrent unit, by default in the form of cuDNN and PyTorch: the reset gate acts after the product.
 *
 * Formula: `r, z = σ(W x + b + U h + b')`, `n = tanh(W x + b + r (U h + b'))` with rows of their own,
 * `h' = (1 - z) n + z h`
 *
 * Shapes: x `[N, in]` and h `[N, hidden]` give h; parameters `weight_ih` [3 hidden, in], `weight_hh` [3 hidden, hidden],
 * `bias_ih`, `bias_hh` [3 hidden], as in `torch.nn.GRUCell`.
 *
 * Reference: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", arXiv 1406.1078; the other update:
 * Chung et al. 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling", arXiv 1412.3555.
 *
 * Useful for: decoders and agents that run step by step, with a quarter less work than an LSTM's.
 *
 * @example const h = new GRUCell(8, 32).forward(x, previous);
 */
export class GRUCell extends RecurrentCell {
  readonly #form: Required<GruForm>;

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions & GruForm = {}) {
    super(inputSize, hiddenSize, { ...options, gates: gru.gates });
    checkOptions("GRUCell", options, { bias: true, resets: true, updatePasses: true });
    this.#form = formOf(options);
  }

  forward(x: Tensor, h: Tensor): Tensor {
    this.checkInput(x);
    const { share, step } = this.recurrence();
    return step(share(x), { h }).h;
  }

  /** Its step in two halves, for loops of your own: see {@link Recurrence}. */
  recurrence(): Recurrence<{ readonly h: Tensor }> {
    return gru.recurrence(this, this.#form);
  }
}

/**
 * GRUs along a sequence, one on the other, in one direction or both. The input's share of the gates is one product for all
 * steps; the recurrence is one `scan`, which backends that have a GRU of this form run as one where no gradient is asked for.
 *
 * Formula: that of {@link GRUCell}, for each step in turn
 *
 * Shapes: x `[T, N, in]` gives `output` `[T, N, directions · hidden]`, `last` `[N, directions · hidden]` and `state`
 * `[layers · directions, N, hidden]`; parameters as in `torch.nn.GRU`, `weight_ih_l0` .... At padding the output is 0 and the
 * state stays.
 *
 * Reference: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", arXiv 1406.1078.
 *
 * Useful for: sequences, with fewer parameters than an LSTM.
 *
 * @example const { output, last, state } = new GRU(8, 32).forward(x);
 */
export class GRU extends HiddenStateLayers<Required<GruForm>> {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentLayersOptions & GruForm = {}) {
    super(inputSize, hiddenSize, gru, options, formOf(options));
    checkOptions("GRU", options, { ...layersOptionNames, resets: true, updatePasses: true });
  }
}
