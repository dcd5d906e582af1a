import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { composite } from "../graph/composite.js";
import { add, mul, sigmoid, sub, tanh } from "../ops/elementwise.js";
import { matMul } from "../ops/matmul.js";
import { scan } from "../ops/scan.js";
import { expand, split } from "../ops/shape.js";
import { uniform } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

/** What an LSTM carries from step to step, each [N, hidden]. */
export interface LstmState {
  /** The output. */
  readonly h: Tensor;
  /** The cell, which gates let in, keep and let out. */
  readonly c: Tensor;
}

/** A sigmoid with the name of its gate, which diagrams show. */
function gate(name: string): (x: Tensor) => Tensor {
  const named = composite(`${name} gate`, ([x]) => sigmoid(x!));
  return (x) => named([x], {});
}

const [inputGate, forgetGate, outputGate] = [gate("input"), gate("forget"), gate("output")];
const [resetGate, updateGate] = [gate("reset"), gate("update")];

/** Gates from the input's share and the hidden state's; the order of the rows of all weights is input, forget, cell, output. */
function lstmStep(fromInput: Tensor, fromHidden: Tensor, c: Tensor): LstmState {
  const [i, f, g, o] = split(add(fromInput, fromHidden), { axis: 1, parts: 4 }) as [Tensor, Tensor, Tensor, Tensor];
  const cell = add(mul(forgetGate(f), c), mul(inputGate(i), tanh(g)));
  return { h: mul(outputGate(o), tanh(cell)), c: cell };
}

/** Reset, update and new gate; the reset gate acts after the product, as in cuDNN and PyTorch. `h' = (1 - z) n + z h`. */
function gruStep(fromInput: Tensor, fromHidden: Tensor, h: Tensor): Tensor {
  const [xr, xz, xn] = split(fromInput, { axis: 1, parts: 3 }) as [Tensor, Tensor, Tensor];
  const [hr, hz, hn] = split(fromHidden, { axis: 1, parts: 3 }) as [Tensor, Tensor, Tensor];
  const z = updateGate(add(xz, hz));
  const n = tanh(add(xn, mul(resetGate(add(xr, hr)), hn)));
  return add(n, mul(z, sub(h, n)));
}

function affine(x: Tensor, weight: Parameter, bias: Parameter | Tensor | undefined): Tensor {
  const product = matMul(x, weight, { transposeB: true });
  return bias === undefined ? product : add(product, bias);
}

export interface RecurrentOptions {
  /** Default true. */
  readonly bias?: boolean;
}

/** The weights of a step with `gates` rows of gates, drawn as PyTorch draws them: uniform within ±1/√hidden. */
abstract class RecurrentCell extends Block {
  readonly weight_ih: Parameter;
  readonly weight_hh: Parameter;
  readonly bias_ih: Parameter | undefined;
  readonly bias_hh: Parameter | undefined;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: RecurrentOptions,
  ) {
    super();
    checkOptions(this.constructor.name, options, { bias: true });
    const draw = drawnWeights(hiddenSize, gates);
    this.weight_ih = draw(inputSize);
    this.weight_hh = draw(hiddenSize);
    if (options.bias === false) return;
    this.bias_ih = draw();
    this.bias_hh = draw();
  }
}

export interface SequenceOptions extends RecurrentOptions {
  /** Run from the last step to the first. Default false. */
  readonly reverse?: boolean;
}

/** The same weights under the names of the first, and only, layer of PyTorch's modules for whole sequences. */
abstract class RecurrentLayer extends Block {
  readonly weight_ih_l0: Parameter;
  readonly weight_hh_l0: Parameter;
  readonly bias_ih_l0: Parameter | undefined;
  readonly bias_hh_l0: Parameter | undefined;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    readonly options: SequenceOptions,
  ) {
    super();
    checkOptions(this.constructor.name, options, { bias: true, reverse: true });
    const draw = drawnWeights(hiddenSize, gates);
    this.weight_ih_l0 = draw(inputSize);
    this.weight_hh_l0 = draw(hiddenSize);
    if (options.bias === false) return;
    this.bias_ih_l0 = draw();
    this.bias_hh_l0 = draw();
  }
}

function drawnWeights(hiddenSize: number, gates: number): (...columns: number[]) => Parameter {
  const initializer = uniform({ bound: 1 / Math.sqrt(hiddenSize) });
  return (...columns) => new Parameter([gates * hiddenSize, ...columns], initializer);
}

/**
 * One step of a long short-term memory: gates decide what enters the cell, what stays in it and what is shown.
 *
 * Formula: `i, f, o = σ(W x + b + U h + b')`, `g = tanh(W x + b + U h + b')` with rows of their own,
 * `c' = f c + i g`, `h' = o tanh(c')`
 *
 * Shapes: x `[N, in]` and the state h, c `[N, hidden]` give the state; parameters `weight_ih` [4 hidden, in], `weight_hh`
 * [4 hidden, hidden], `bias_ih`, `bias_hh` [4 hidden], as in `torch.nn.LSTMCell`.
 *
 * Reference: Hochreiter & Schmidhuber 1997, "Long short-term memory"; forget gate: Gers, Schmidhuber & Cummins 2000.
 *
 * Useful for: decoders and agents that run step by step.
 *
 * @example const { h, c } = new LSTMCell(8, 32).forward(x, state);
 */
export class LSTMCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  forward(x: Tensor, state: LstmState): LstmState {
    checkFeatures(x, this.inputSize);
    const fromHidden = affine(state.h, this.weight_hh, this.bias_hh);
    return lstmStep(affine(x, this.weight_ih, this.bias_ih), fromHidden, state.c);
  }
}

/**
 * One step of a gated recurrent unit, in the form of cuDNN and PyTorch: the reset gate acts after the product.
 *
 * Formula: `r, z = σ(W x + b + U h + b')`, `n = tanh(W x + b + r (U h + b'))` with rows of their own,
 * `h' = (1 - z) n + z h`
 *
 * Shapes: x `[N, in]` and h `[N, hidden]` give h; parameters `weight_ih` [3 hidden, in], `weight_hh` [3 hidden, hidden],
 * `bias_ih`, `bias_hh` [3 hidden], as in `torch.nn.GRUCell`.
 *
 * Reference: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", arXiv 1406.1078.
 *
 * Useful for: decoders and agents that run step by step, with a quarter less work than an LSTM's.
 *
 * @example const h = new GRUCell(8, 32).forward(x, previous);
 */
export class GRUCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  forward(x: Tensor, h: Tensor): Tensor {
    checkFeatures(x, this.inputSize);
    return gruStep(affine(x, this.weight_ih, this.bias_ih), affine(h, this.weight_hh, this.bias_hh), h);
  }
}

/**
 * An LSTM along a sequence. The input's share of the gates is one product for all steps; the recurrence is one `scan`.
 *
 * Formula: that of {@link LSTMCell}, for each step in turn; the state is zero at first
 *
 * Shapes: x `[T, N, in]` gives `output` `[T, N, hidden]` and the last `state`, h and c `[N, hidden]`; parameters
 * `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, as in a one-layer `torch.nn.LSTM`.
 *
 * Reference: Hochreiter & Schmidhuber 1997, "Long short-term memory"; forget gate: Gers, Schmidhuber & Cummins 2000.
 *
 * Useful for: sequences in which what matters may be long ago.
 *
 * @example const { output, state } = new LSTM(8, 32).forward(x);
 */
export class LSTM extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: SequenceOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  forward(x: Tensor, initial?: LstmState): { output: Tensor; state: LstmState } {
    checkSequence(x, this.inputSize);
    const zeros = () => expand(0, [x.shape[1]!, this.hiddenSize]);
    // Neither bias belongs to a step: their sum is added once, before the loop.
    const { bias_ih_l0, bias_hh_l0 } = this;
    const bias = bias_ih_l0 && bias_hh_l0 && add(bias_ih_l0, bias_hh_l0);
    const shares = affine(x, this.weight_ih_l0, bias);
    const { carry, outputs } = scan(
      (state, share) => {
        const next = lstmStep(share, matMul(state.h, this.weight_hh_l0, { transposeB: true }), state.c);
        return { carry: { h: next.h, c: next.c }, output: next.h };
      },
      {
        initial: { h: initial?.h ?? zeros(), c: initial?.c ?? zeros() },
        sequences: shares,
        reverse: this.options.reverse ?? false,
      },
    );
    return { output: outputs, state: carry };
  }
}

/**
 * A GRU along a sequence. The input's share of the gates is one product for all steps; the recurrence is one `scan`.
 *
 * Formula: that of {@link GRUCell}, for each step in turn; the state is zero at first
 *
 * Shapes: x `[T, N, in]` gives `output` `[T, N, hidden]` and the last `state` `[N, hidden]`; parameters `weight_ih_l0`,
 * `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, as in a one-layer `torch.nn.GRU`.
 *
 * Reference: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", arXiv 1406.1078.
 *
 * Useful for: sequences, with fewer parameters than an LSTM.
 *
 * @example const { output, state } = new GRU(8, 32).forward(x);
 */
export class GRU extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: SequenceOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  forward(x: Tensor, initial?: Tensor): { output: Tensor; state: Tensor } {
    checkSequence(x, this.inputSize);
    const { carry, outputs } = scan(
      (h, share) => {
        const next = gruStep(share, affine(h, this.weight_hh_l0, this.bias_hh_l0), h);
        return { carry: next, output: next };
      },
      {
        initial: initial ?? expand(0, [x.shape[1]!, this.hiddenSize]),
        sequences: affine(x, this.weight_ih_l0, this.bias_ih_l0),
        reverse: this.options.reverse ?? false,
      },
    );
    return { output: outputs, state: carry };
  }
}

function checkFeatures(x: Tensor, features: number): void {
  check(x.shape.at(-1) === features, () => `expects ${features} input features, got x ${describeType(x)}`);
}

function checkSequence(x: Tensor, features: number): void {
  check(
    x.rank === 3 && x.shape[2] === features,
    () => `expects a sequence [T, N, ${features}], time first, got x ${describeType(x)}`,
  );
}
