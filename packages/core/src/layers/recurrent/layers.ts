import { Block } from "../../blocks/block.js";
import type { Parameter } from "../../blocks/parameter.js";
import { checkOptions } from "../../check-options.js";
import { check } from "../../errors.js";
import { currentBuilder } from "../../graph/builder.js";
import { concat } from "../../ops/shape.js";
import { describeType, type Tensor } from "../../tensor.js";
import { Dropout } from "../dropout.js";
import { alongSequence, type RecurrentKind } from "./recurrence.js";
import { checkInitialState, stackStates, stateAt, type RecurrentState } from "./states.js";
import { drawnWeights, type RecurrentOptions, type RecurrentWeights } from "./weights.js";

/** How the layers of a recurrent net stand together. */
export interface RecurrentLayersOptions extends RecurrentOptions {
  /** How many stand one on the other, each reading the outputs of the one below. Default 1. */
  readonly layers?: number;
  /** A second net runs from the last step to the first, and outputs stand side by side. Default false. */
  readonly bidirectional?: boolean;
  /** Run from the last step to the first only. Default false. */
  readonly reverse?: boolean;
  /** The share of outputs that is dropped between layers while training. Default 0. */
  readonly dropout?: number;
}

/** For the constructors, which refuse others. */
export const layersOptionNames = {
  bias: true,
  layers: true,
  bidirectional: true,
  reverse: true,
  dropout: true,
} as const;

/** What a recurrent net may be given beside the sequence. */
export interface SequenceInputs<State> {
  /** The state before the first step, which for the way back is the last one: of the shape that is returned. Default zeros. */
  readonly initial?: State | undefined;
  /** int32 [N]: how many steps of each sequence are real; those behind are padding. All are by default. */
  readonly lengths?: Tensor | undefined;
}

/** What a recurrent net makes of a sequence. */
export type SequenceResult<State> = {
  /** What the top layer shows at each step, [T, N, directions · hidden]; 0 at padding. */
  readonly output: Tensor;
  /** What the top layer shows at the end of each direction, [N, directions · hidden]: a summary of the whole sequence. */
  readonly last: Tensor;
  /**
   * The state of all layers at the end of each sequence, which for the way back is its first step: each part
   * [layers · directions, N, hidden], in PyTorch's order, for each layer forwards, then backwards.
   */
  readonly state: State;
};

/**
 * Layers of one kind, one on the other, in one direction or both; their weights are fields under PyTorch's names, for layer 1
 * `weight_ih_l1`, `weight_hh_l1`, `bias_ih_l1`, `bias_hh_l1`, and for its way back the same with `_reverse` behind.
 */
export abstract class RecurrentLayers<State extends RecurrentState, Form extends object = object> extends Block {
  readonly [weight: `weight_${string}_l${string}`]: Parameter;
  readonly [bias: `bias_${string}_l${string}`]: Parameter;
  readonly betweenLayers: Dropout | undefined;
  readonly #kind: RecurrentKind<State, Form>;
  readonly #form: Form;
  readonly #layers: readonly (readonly Direction[])[];

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    kind: RecurrentKind<State, Form>,
    options: RecurrentLayersOptions & { readonly peepholes?: boolean | undefined },
    form: Form,
  ) {
    super();
    const { layers = 1, bidirectional = false, reverse = false, dropout = 0, bias = true, peepholes } = options;
    check(Number.isInteger(layers) && layers > 0, () => `expects a whole number of layers, at least 1, got ${layers}`);
    check(!(bidirectional && reverse), () => "is bidirectional and reverse, which are two things: choose one");
    check(
      layers > 1 || dropout === 0,
      () => `drops ${dropout} between layers, but has one: set layers or leave out dropout`,
    );
    this.#kind = kind;
    this.#form = form;
    if (dropout !== 0) this.betweenLayers = new Dropout(dropout);
    const directions = bidirectional ? [false, true] : [reverse];
    this.#layers = Array.from({ length: layers }, (_, layer) =>
      directions.map((backwards) => {
        const inside = layer === 0 ? inputSize : directions.length * hiddenSize;
        const weights = drawnWeights(inside, hiddenSize, { gates: kind.gates, bias, peepholes });
        const suffix = `_l${layer}${bidirectional && backwards ? "_reverse" : ""}`;
        // Fields, so that they have these names in the state dict.
        Object.assign(this, Object.fromEntries(Object.entries(weights).map(([name, each]) => [name + suffix, each])));
        return { suffix, names: Object.keys(weights), reverse: backwards };
      }),
    );
  }

  protected run(x: Tensor, inputs: SequenceInputs<State>): SequenceResult<State> {
    // A state in the place of these options would be ignored without a word.
    checkOptions(`${this.constructor.name}.forward(x, ...)`, inputs, { initial: true, lengths: true });
    const { initial, lengths } = inputs;
    const { inputSize, hiddenSize } = this;
    check(
      x.rank === 3 && x.shape[2] === inputSize,
      () => `expects a sequence [T, N, ${inputSize}], time first, got x ${describeType(x)}`,
    );
    checkLengths(lengths, x);
    const directions = this.#layers[0]!.length;
    if (initial) checkInitialState(initial, [this.#layers.length * directions, x.shape[1]!, hiddenSize]);

    const states: State[] = [];
    let output = x;
    for (const [layer, each] of this.#layers.entries()) {
      const below = layer === 0 ? output : (this.betweenLayers?.forward(output) ?? output);
      const results = each.map(({ reverse, ...weights }, direction) =>
        alongSequence(
          this.#kind,
          { x: below, ...this.#read(weights), lengths },
          initial && stateAt(initial, layer * directions + direction),
          { ...this.#form, reverse },
        ),
      );
      output = concat(
        results.map((result) => result.output),
        2,
      );
      states.push(...results.map((result) => result.state));
    }
    const last = concat(
      states.slice(-directions).map(({ h }) => h),
      1,
    );
    return { output, last, state: stackStates(states) };
  }

  #read({ names, suffix }: Pick<Direction, "names" | "suffix">): RecurrentWeights<Tensor> {
    const builder = currentBuilder("reading recurrent weights");
    const fields = this as unknown as Readonly<Record<string, Parameter>>;
    return Object.fromEntries(
      names.map((name) => [name, fields[name + suffix]!.read(builder)]),
    ) as unknown as RecurrentWeights<Tensor>;
  }
}

/** Nets that carry nothing but what they show: their state is that tensor. */
export abstract class HiddenStateLayers<Form extends object = object> extends RecurrentLayers<
  { readonly h: Tensor },
  Form
> {
  forward(x: Tensor, inputs: SequenceInputs<Tensor> = {}): SequenceResult<Tensor> {
    const { state, ...shown } = this.run(x, { ...inputs, initial: inputs.initial && { h: inputs.initial } });
    return { ...shown, state: state.h };
  }
}

/** One direction of a layer: what its weights are called, and which way it runs. */
interface Direction {
  readonly names: readonly string[];
  readonly suffix: string;
  readonly reverse: boolean;
}

function checkLengths(lengths: Tensor | undefined, x: Tensor): void {
  if (lengths === undefined) return;
  check(
    lengths.dtype === "int32" && lengths.rank === 1 && lengths.shape[0] === x.shape[1],
    () =>
      `expects lengths int32[${x.shape[1]}], one for each sequence of x ${describeType(x)}, got ${describeType(lengths)}`,
  );
}
