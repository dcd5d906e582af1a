import {
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  MinimalGRU,
  MinimalGRUCell,
  RNN,
  RNNCell,
  type CaseInput,
  type LstmState,
  type SequenceInputs,
  type SequenceResult,
  type Tensor,
} from "@blockzoo/core";
import type { BlockCase, BlockUnderTest } from "../block-case.js";
import { Called } from "../called.js";

const step = [{ shape: [2, 3] }, { shape: [2, 4] }];
const sequence = [{ shape: [5, 3, 3] }];
/** Of three sequences, of which one has no padding and one a single step. */
const lengths: CaseInput = { shape: [3], dtype: "int32", values: [3, 5, 1] };
const stateOf = (layersAndDirections: number): CaseInput => ({ shape: [layersAndDirections, 3, 4] });

/** A net whose state, and lengths, come in as further inputs. */
const withState = (net: RNN | GRU | MinimalGRU): BlockUnderTest =>
  new Called(net, (block, x, initial, given) => block.forward(x, { initial, lengths: given }));

const withStates = (net: LSTM): BlockUnderTest =>
  new Called(net, (block, x, h, c, given) => block.forward(x, { initial: { h: h, c: c }, lengths: given }));

/** A net with lengths as its second input. */
const padded = (net: {
  forward(x: Tensor, inputs: SequenceInputs<never>): SequenceResult<Tensor | LstmState>;
}): BlockUnderTest => new Called(net as RNN, (block, x, given) => block.forward(x, { lengths: given }));

const lstmStep = (cell: LSTMCell): BlockUnderTest =>
  new Called(cell, (block, x, h, c) => block.forward(x, { h: h, c: c }));

const cellCases: readonly BlockCase[] = [
  { title: "RNNCell: one step", inputs: step, create: () => new RNNCell(3, 4) },
  {
    title: "RNNCell: ReLU, no biases",
    inputs: step,
    create: () => new RNNCell(3, 4, { nonlinearity: "relu", bias: false }),
  },
  { title: "LSTMCell: one step", inputs: [...step, { shape: [2, 4] }], create: () => lstmStep(new LSTMCell(3, 4)) },
  {
    title: "LSTMCell: peepholes",
    inputs: [...step, { shape: [2, 4] }],
    create: () => lstmStep(new LSTMCell(3, 4, { peepholes: true })),
  },
  { title: "GRUCell: one step", inputs: step, create: () => new GRUCell(3, 4) },
  { title: "GRUCell: no biases", inputs: step, create: () => new GRUCell(3, 4, { bias: false }) },
  {
    title: "GRUCell: reset before the product, update passes the new value",
    inputs: step,
    create: () => new GRUCell(3, 4, { resets: "state", updatePasses: "new" }),
  },
  { title: "MinimalGRUCell: one step", inputs: step, create: () => new MinimalGRUCell(3, 4) },
];

const layerCases: readonly BlockCase[] = [
  { title: "RNN: from zero", inputs: sequence, create: () => new RNN(3, 4) },
  {
    title: "RNN: two layers, both directions, lengths",
    inputs: [...sequence, lengths],
    create: () => padded(new RNN(3, 4, { layers: 2, bidirectional: true })),
  },
  {
    title: "RNN: ReLU, three layers, from a state",
    inputs: [...sequence, stateOf(3)],
    create: () => withState(new RNN(3, 4, { layers: 3, nonlinearity: "relu" })),
  },
  { title: "LSTM: from zero", inputs: sequence, create: () => new LSTM(3, 4) },
  { title: "LSTM: reverse", inputs: sequence, create: () => new LSTM(3, 4, { reverse: true }) },
  {
    title: "LSTM: reverse, lengths",
    inputs: [...sequence, lengths],
    create: () => padded(new LSTM(3, 4, { reverse: true })),
  },
  {
    title: "LSTM: two layers, from a state, no biases",
    inputs: [...sequence, stateOf(2), stateOf(2)],
    create: () => withStates(new LSTM(3, 4, { layers: 2, bias: false })),
  },
  {
    title: "LSTM: three layers, both directions, from a state, lengths",
    inputs: [
      { shape: [3, 2, 2] },
      { shape: [6, 2, 2] },
      { shape: [6, 2, 2] },
      { shape: [2], dtype: "int32", values: [3, 2] },
    ],
    create: () => withStates(new LSTM(2, 2, { layers: 3, bidirectional: true })),
  },
  {
    title: "LSTM: peepholes, both directions, lengths",
    inputs: [...sequence, lengths],
    create: () => padded(new LSTM(3, 4, { peepholes: true, bidirectional: true })),
  },
  { title: "GRU: from zero", inputs: sequence, create: () => new GRU(3, 4) },
  {
    title: "GRU: from a state, reverse",
    inputs: [...sequence, stateOf(1)],
    create: () => withState(new GRU(3, 4, { reverse: true })),
  },
  {
    title: "GRU: two layers, both directions, from a state, lengths",
    inputs: [...sequence, stateOf(4), lengths],
    create: () => withState(new GRU(3, 4, { layers: 2, bidirectional: true })),
  },
  {
    title: "GRU: reset before the product, lengths",
    inputs: [...sequence, lengths],
    create: () => padded(new GRU(3, 4, { resets: "state" })),
  },
  {
    title: "GRU: update passes the new value, no biases",
    inputs: sequence,
    create: () => new GRU(3, 4, { updatePasses: "new", bias: false }),
  },
  {
    title: "MinimalGRU: two layers, both directions, lengths",
    inputs: [...sequence, lengths],
    create: () => padded(new MinimalGRU(3, 4, { layers: 2, bidirectional: true })),
  },
];

export const recurrentCases: readonly BlockCase[] = [...cellCases, ...layerCases];
