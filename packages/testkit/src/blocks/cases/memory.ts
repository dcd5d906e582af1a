import {
  contentWeights,
  interpolateWeights,
  MemoryBank,
  MemoryHeads,
  readMemory,
  sharpenWeights,
  shiftWeights,
  writeMemory,
  type CaseInput,
  type MemoryBankOptions,
  type MemoryHeadsOptions,
  type Tensor,
} from "@blockzoo/core";
import type { BlockCase, BlockUnderTest } from "../block-case.js";
import { Called } from "../called.js";

/** Weights of two heads over five slots; nothing asks of them that they add up to 1. */
const weights: CaseInput = { shape: [2, 2, 5], range: [0.1, 1] };
const memory: CaseInput = { shape: [2, 5, 3] };
const controller: CaseInput = { shape: [2, 4] };

const heads = (options: MemoryHeadsOptions) => (): BlockUnderTest => new MemoryHeads(4, 3, { heads: 2, ...options });

function bank(options: Partial<MemoryBankOptions>): BlockUnderTest {
  const block = new MemoryBank(4, { slots: 5, width: 3, readHeads: 2, ...options });
  return new Called(block, (own, ...inputs) => {
    const [control, table, readWeights, writeWeights] = inputs as [Tensor, Tensor, Tensor, Tensor];
    return own.forward(control, { memory: table, readWeights, writeWeights });
  });
}

export const memoryCases: readonly BlockCase[] = [
  {
    title: "contentWeights: two keys",
    inputs: [memory, { shape: [2, 2, 3] }, { shape: [2, 2], range: [0.5, 5] }],
    create: () => (table, key, strength) => contentWeights(table, key, strength),
  },
  {
    title: "interpolateWeights: a gate for each head",
    inputs: [weights, weights, { shape: [2, 2], range: [0, 1] }],
    create: () => (content, previous, gate) => interpolateWeights(content, previous, gate),
  },
  {
    title: "shiftWeights: five offsets",
    inputs: [weights, weights],
    create: () => (previous, shift) => shiftWeights(previous, shift),
  },
  {
    title: "sharpenWeights: an exponent for each head",
    inputs: [weights, { shape: [2, 2], range: [1, 4] }],
    create: () => (blurred, exponent) => sharpenWeights(blurred, exponent),
  },
  {
    title: "readMemory: two heads",
    inputs: [memory, weights],
    create: () => (table, where) => readMemory(table, where),
  },
  {
    title: "writeMemory: two heads",
    inputs: [memory, weights, { shape: [2, 2, 3], range: [0, 1] }, { shape: [2, 2, 3] }],
    create: () => (table, where, erase, added) => writeMemory(table, where, { erase: erase, add: added }),
  },
  { title: "MemoryHeads: content and location", inputs: [controller, memory, weights], create: heads({}) },
  {
    title: "MemoryHeads: content alone",
    inputs: [controller, memory, weights],
    create: heads({ addressing: "content" }),
  },
  {
    title: "MemoryHeads: location alone, five shifts",
    inputs: [controller, memory, weights],
    create: heads({ addressing: "location", shifts: 5 }),
  },
  {
    title: "MemoryBank: two read heads, one write head",
    inputs: [controller, memory, weights, { ...weights, shape: [2, 1, 5] }],
    create: () => bank({}),
  },
  {
    title: "MemoryBank: addresses, two write heads",
    inputs: [controller, memory, weights, weights],
    create: () => bank({ writeHeads: 2, addressWidth: 2 }),
  },
];
