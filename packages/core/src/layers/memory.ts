import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import type { Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import { softmax, softplus } from "../functions/activations.js";
import {
  contentWeights,
  interpolateWeights,
  readMemory,
  sharpenWeights,
  shiftWeights,
  writeMemory,
} from "../functions/memory.js";
import { tensor } from "../functions/tensor.js";
import { add, sigmoid } from "../ops/elementwise.js";
import { oneHot } from "../ops/indexing.js";
import { concat, expand, reshape, split, squeeze } from "../ops/shape.js";
import { normal } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";
import { Linear } from "./linear.js";

/** How heads find their slots: by content and place, or by one alone. */
export type MemoryAddressing = "both" | "content" | "location";

export interface MemoryHeadsOptions {
  /** Default 1. */
  readonly heads?: number;
  /** How many offsets a head can move by in a step, an odd number. Default 3: back, stay, on. */
  readonly shifts?: number;
  /** Default `"both"`. */
  readonly addressing?: MemoryAddressing;
}

type HeadPart = "key" | "strength" | "gate" | "shift" | "exponent";

/**
 * Heads of a memory: from what a controller says to the weights of the slots. A linear layer gives each head a key k,
 * strength `β = softplus(·)`, gate `g = σ(·)`, shift `s = softmax(·)` and exponent `γ = 1 + softplus(·)`; the weights are
 * `sharpen(shift(g content(β, k) + (1 - g) previous, s), γ)`. By content alone they are `content(β, k)`, by location alone
 * the gate is 0. Controller `[N, C]`, memory `[N, S, width]`, previous weights `[N, heads, S]`; gives `[N, heads, S]`.
 *
 * State: `parameters.weight`, `parameters.bias`: for each head in turn k, β, g, s, γ, those that it has.
 *
 * A. Graves, G. Wayne, I. Danihelka, "Neural Turing Machines", 2014, arXiv 1410.5401, section 3.3 and figure 2.
 *
 * Useful for: memories of your own making, with more or other heads than {@link MemoryBank} has.
 *
 * @example new MemoryHeads(100, 20, { heads: 2 }).forward(controller, memory, previous)
 */
export class MemoryHeads extends Block {
  readonly parameters: Linear;
  readonly heads: number;
  readonly addressing: MemoryAddressing;
  readonly #sizes: Readonly<Record<HeadPart, number>>;

  constructor(controllerSize: number, width: number, options: MemoryHeadsOptions = {}) {
    super();
    checkOptions("MemoryHeads", options, { heads: true, shifts: true, addressing: true });
    const { heads = 1, shifts = 3, addressing = "both" } = options;
    this.heads = heads;
    this.addressing = addressing;
    const [byContent, byLocation] = [addressing !== "location", addressing !== "content"];
    this.#sizes = {
      key: byContent ? width : 0,
      strength: byContent ? 1 : 0,
      gate: byContent && byLocation ? 1 : 0,
      shift: byLocation ? shifts : 0,
      exponent: byLocation ? 1 : 0,
    };
    const perHead = Object.values(this.#sizes).reduce((sum, size) => sum + size, 0);
    this.parameters = new Linear(controllerSize, heads * perHead);
  }

  forward(controller: Tensor, memory: Tensor, previous: Tensor): Tensor {
    const { key, strength, gate, shift, exponent } = this.#parametersOf(controller);
    const content = key && contentWeights(memory, key, softplus(squeeze(strength!, [2])));
    if (shift === undefined) return content!;
    const start =
      content === undefined ? previous : interpolateWeights(content, previous, sigmoid(squeeze(gate!, [2])));
    return sharpenWeights(shiftWeights(start, softmax(shift)), add(softplus(squeeze(exponent!, [2])), 1));
  }

  /** Each `[N, heads, size]`; what the way of addressing does not use is missing. */
  #parametersOf(controller: Tensor): { readonly [Part in HeadPart]?: Tensor } {
    const raw = reshape(this.parameters.forward(controller), [controller.shape[0]!, this.heads, -1]);
    const used = Object.entries(this.#sizes).filter(([, size]) => size > 0);
    const parts = split(raw, { axis: 2, sizes: used.map(([, size]) => size) });
    return Object.fromEntries(used.map(([name], index) => [name, parts[index]!]));
  }
}

export interface MemoryBankOptions extends Pick<MemoryHeadsOptions, "shifts" | "addressing"> {
  readonly slots: number;
  /** Values a slot. */
  readonly width: number;
  /** Default 1. */
  readonly readHeads?: number;
  /** Default 1. */
  readonly writeHeads?: number;
  /** Columns before the values that hold a learned address of each slot, which nothing overwrites. Default 0. */
  readonly addressWidth?: number;
}

/** What a {@link MemoryBank} carries from step to step; S slots. */
export type MemoryState = {
  /** `[N, S, width]` */
  readonly memory: Tensor;
  /** `[N, readHeads, S]` */
  readonly readWeights: Tensor;
  /** `[N, writeHeads, S]` */
  readonly writeWeights: Tensor;
};

/**
 * A table of slots with heads that write and then read: the memory of a neural Turing machine, without its controller. A
 * step takes what the controller says `[N, C]` and the state, writes `M' = M Π (1 - w eᵀ) + Σ w aᵀ` with erase `e = σ(·)`,
 * and gives `read [N, readHeads, addressWidth + width]` and the new `state`. Several banks are several of these, each with
 * its own state; the step can stand inside a `scan`.
 *
 * State: `read.parameters.*`, `write.parameters.*`, as in {@link MemoryHeads}; `change.weight`, `change.bias`: for each
 * write head erase and add; `address` [slots, addressWidth] where there are addresses.
 *
 * A. Graves, G. Wayne, I. Danihelka, "Neural Turing Machines", 2014, arXiv 1410.5401, section 3; the addresses are those of
 * C. Gulcehre et al., "Dynamic Neural Turing Machine", 2016, arXiv 1607.00036, section 2.
 *
 * Useful for: algorithms on sequences (copying, sorting, recall) that hold for longer ones than were trained on.
 *
 * @example
 * const bank = new MemoryBank(100, { slots: 128, width: 20 });
 * const { read, state } = bank.forward(hidden, bank.start(x.shape[1]!));
 */
export class MemoryBank extends Block {
  readonly read: MemoryHeads;
  readonly write: MemoryHeads;
  readonly change: Linear;
  readonly address: Parameter | undefined;

  constructor(
    controllerSize: number,
    readonly options: MemoryBankOptions,
  ) {
    super();
    checkOptions("MemoryBank", options, {
      slots: true,
      width: true,
      readHeads: true,
      writeHeads: true,
      addressWidth: true,
      shifts: true,
      addressing: true,
    });
    const { slots, width, readHeads = 1, writeHeads = 1, addressWidth = 0, ...heads } = options;
    this.read = new MemoryHeads(controllerSize, addressWidth + width, { ...heads, heads: readHeads });
    this.write = new MemoryHeads(controllerSize, addressWidth + width, { ...heads, heads: writeHeads });
    this.change = new Linear(controllerSize, writeHeads * 2 * width);
    if (addressWidth > 0) this.address = new Parameter([slots, addressWidth], normal({ deviation: 1 }));
  }

  /** The state before the first step: a memory of 1e-6, all heads at slot 0. */
  start(samples: Dimension): MemoryState {
    const { slots, width } = this.options;
    const atFirst = oneHot(tensor([[0]], "int32"), { depth: slots });
    return {
      memory: expand(1e-6, [samples, slots, width]),
      readWeights: expand(atFirst, [samples, this.read.heads, slots]),
      writeWeights: expand(atFirst, [samples, this.write.heads, slots]),
    };
  }

  forward(controller: Tensor, state: MemoryState): { read: Tensor; state: MemoryState } {
    const { slots, width } = this.options;
    check(
      state.memory.rank === 3 && state.memory.shape[1] === slots && state.memory.shape[2] === width,
      () => `expects a memory [N, ${slots}, ${width}], got ${describeType(state.memory)}`,
    );
    const writeWeights = this.write.forward(controller, this.#cells(state.memory), state.writeWeights);
    const perHead = reshape(this.change.forward(controller), [controller.shape[0]!, this.write.heads, 2 * width]);
    const [erase, added] = split(perHead, { axis: 2, parts: 2 }) as [Tensor, Tensor];
    const memory = writeMemory(state.memory, writeWeights, { erase: sigmoid(erase), add: added });
    const cells = this.#cells(memory);
    const readWeights = this.read.forward(controller, cells, state.readWeights);
    return { read: readMemory(cells, readWeights), state: { memory, readWeights, writeWeights } };
  }

  /** The slots with their addresses before them. */
  #cells(memory: Tensor): Tensor {
    if (this.address === undefined) return memory;
    return concat([expand(this.address, [memory.shape[0]!, ...this.address.shape]), memory], 2);
  }
}
