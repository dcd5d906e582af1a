/** Networks of Grid LSTM blocks (grid-lstm.ts): a deep one for vectors, and one along depth and time for sequences. */
import { Block, check, expand, flatten, Linear, scan, type Tensor } from "@blockzoo/core";
import { GridLSTMBlock, type GridDimension, type GridLSTMOptions, type GridSides } from "./grid-lstm.js";
import type { SequenceNet } from "./sequence-nets.js";

export interface DeepGridLSTMOptions extends GridLSTMOptions {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly outputSize: number;
}

/**
 * A 1-LSTM: a deep network for vectors whose layers hand a memory up beside the hidden vector; [N, ...] to logits
 * [N, outputSize]. The input makes the first of both, linearly.
 *
 * @example new DeepGridLSTM({ inputSize: 256, hiddenSize: 48, layers: 24, outputSize: 10, forgetBias: 3 })
 */
export class DeepGridLSTM extends Block {
  readonly hidden: Linear;
  readonly memory: Linear;
  readonly layers: readonly GridLSTMBlock[];
  readonly head: Linear;

  constructor({ inputSize, hiddenSize, layers, outputSize, ...options }: DeepGridLSTMOptions) {
    super();
    this.hidden = new Linear(inputSize, hiddenSize);
    this.memory = new Linear(inputSize, hiddenSize);
    this.layers = Array.from({ length: layers }, () => new GridLSTMBlock(hiddenSize, ["lstm"], options));
    this.head = new Linear(hiddenSize, outputSize);
  }

  forward(x: Tensor): Tensor {
    const flat = flatten(x);
    const first: GridSides = { h: [this.hidden.forward(flat)], m: [this.memory.forward(flat)] };
    const { h } = this.layers.reduce((sides, layer) => layer.forward(sides), first);
    return this.head.forward(h[0]!);
  }
}

export interface GridLSTMSequenceOptions extends GridLSTMOptions {
  /** Default 2. */
  readonly layers?: number;
  /** What runs along depth. Default an LSTM. */
  readonly depth?: GridDimension;
}

/**
 * A 2-LSTM: a deep recurrent net in which depth has a memory as time has. Each step makes the first hidden vector and
 * memory of depth, which the layers hand up, while each hands its own of time to the next step; x [T, N, inputSize] gives
 * `output` [T, N, hiddenSize] and `last` [N, hiddenSize].
 *
 * @example new GridLSTMSequence(2, 48, { layers: 3, depth: "relu" })
 */
export class GridLSTMSequence extends Block implements SequenceNet {
  readonly hidden: Linear;
  readonly memory: Linear;
  readonly layers: readonly GridLSTMBlock[];

  constructor(
    inputSize: number,
    readonly hiddenSize: number,
    { layers = 2, depth = "lstm", ...options }: GridLSTMSequenceOptions = {},
  ) {
    super();
    check(Number.isInteger(layers) && layers > 0, () => `GridLSTMSequence expects at least one layer, got ${layers}`);
    this.hidden = new Linear(inputSize, hiddenSize);
    this.memory = new Linear(inputSize, hiddenSize);
    this.layers = Array.from({ length: layers }, () => new GridLSTMBlock(hiddenSize, [depth, "lstm"], options));
  }

  forward(x: Tensor): { readonly output: Tensor; readonly last: Tensor } {
    const zeros = expand(0, [x.shape[1]!, this.hiddenSize]);
    const { carry, outputs } = scan(
      (before, first) => {
        let up = first;
        const time = this.layers.map((layer, index) => {
          const { h, m } = layer.forward({ h: [up.h, before.time[index]!.h], m: [up.m, before.time[index]!.m] });
          up = { h: h[0]!, m: m[0]! };
          return { h: h[1]!, m: m[1]! };
        });
        return { carry: { time, shown: up.h }, output: up.h };
      },
      {
        initial: { time: this.layers.map(() => ({ h: zeros, m: zeros })), shown: zeros },
        sequences: { h: this.hidden.forward(x), m: this.memory.forward(x) },
      },
    );
    return { output: outputs, last: carry.shown };
  }
}
