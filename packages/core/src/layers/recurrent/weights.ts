import { Block } from "../../blocks/block.js";
import { Parameter } from "../../blocks/parameter.js";
import { check } from "../../errors.js";
import type { TensorLike } from "../../graph/builder.js";
import { add } from "../../ops/elementwise.js";
import { matMul } from "../../ops/matmul.js";
import { uniform } from "../../random/initializers.js";
import { describeType, type Tensor } from "../../tensor.js";

/** What a step is computed with; the rows are those of one gate after the other. */
export interface RecurrentWeights<Weight extends TensorLike = TensorLike> {
  /** For the input: [gates · hidden, in]. */
  readonly weight_ih: Weight;
  /** For the hidden state: [gates · hidden, hidden]. */
  readonly weight_hh: Weight;
  readonly bias_ih?: Weight | undefined;
  readonly bias_hh?: Weight | undefined;
  /** From the cell to the gates of an LSTM: [3 hidden], for the input, forget and output gate. */
  readonly weight_peephole?: Weight | undefined;
}

export interface RecurrentOptions {
  /** Default true. */
  readonly bias?: boolean;
}

/** What has to be drawn: the rows of gates, and whether they see the cell. */
export interface WeightsOptions extends RecurrentOptions {
  readonly gates: number;
  readonly peepholes?: boolean | undefined;
}

/** Weights as PyTorch draws them: uniform within ±1/√hidden. */
export function drawnWeights(
  inputSize: number,
  hiddenSize: number,
  options: WeightsOptions,
): RecurrentWeights<Parameter> {
  const { gates, bias = true, peepholes = false } = options;
  const initializer = uniform({ bound: 1 / Math.sqrt(hiddenSize) });
  const draw = (...shape: number[]) => new Parameter(shape, initializer);
  return {
    weight_ih: draw(gates * hiddenSize, inputSize),
    weight_hh: draw(gates * hiddenSize, hiddenSize),
    ...(bias && { bias_ih: draw(gates * hiddenSize), bias_hh: draw(gates * hiddenSize) }),
    ...(peepholes && { weight_peephole: draw(3 * hiddenSize) }),
  };
}

/** One step with weights of its own, under PyTorch's names. */
export abstract class RecurrentCell extends Block implements RecurrentWeights<Parameter> {
  readonly weight_ih: Parameter;
  readonly weight_hh: Parameter;
  readonly bias_ih: Parameter | undefined;
  readonly bias_hh: Parameter | undefined;
  readonly weight_peephole: Parameter | undefined;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: WeightsOptions,
  ) {
    super();
    const weights = drawnWeights(inputSize, hiddenSize, options);
    this.weight_ih = weights.weight_ih;
    this.weight_hh = weights.weight_hh;
    this.bias_ih = weights.bias_ih;
    this.bias_hh = weights.bias_hh;
    this.weight_peephole = weights.weight_peephole;
  }

  protected checkInput(x: Tensor): void {
    check(
      x.rank === 2 && x.shape[1] === this.inputSize,
      () => `expects one step [N, ${this.inputSize}], got x ${describeType(x)}`,
    );
  }
}

/** `x Wᵀ + b`. */
export function affine(x: Tensor, weight: TensorLike, bias?: TensorLike): Tensor {
  const product = matMul(x, weight, { transposeB: true });
  return bias === undefined ? product : add(product, bias);
}

/** Both biases as one, for nets that add them up anyway. */
export function biasOf({ bias_ih, bias_hh }: RecurrentWeights): Tensor | undefined {
  return bias_ih === undefined || bias_hh === undefined ? undefined : add(bias_ih, bias_hh);
}
