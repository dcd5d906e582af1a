import { Block, GRU, GRUCell, LSTM, LSTMCell, type Tensor } from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

/** An LSTM, or one step of it, whose state comes in as two inputs. */
class WithState extends Block {
  constructor(readonly lstm: LSTM | LSTMCell) {
    super();
  }

  forward(x: Tensor, h: Tensor, c: Tensor): unknown {
    return this.lstm.forward(x, { h, c });
  }
}

const step = [{ shape: [2, 3] }, { shape: [2, 4] }];
const sequence = [{ shape: [5, 2, 3] }];

export const recurrentCases: readonly BlockCase[] = [
  {
    title: "LSTMCell: one step",
    inputs: [...step, { shape: [2, 4] }],
    create: () => new WithState(new LSTMCell(3, 4)),
  },
  { title: "GRUCell: one step", inputs: step, create: () => new GRUCell(3, 4) },
  { title: "GRUCell: no biases", inputs: step, create: () => new GRUCell(3, 4, { bias: false }) },
  { title: "LSTM: from zero", inputs: sequence, create: () => new LSTM(3, 4) },
  {
    title: "LSTM: from a state, no biases",
    inputs: [...sequence, { shape: [2, 4] }, { shape: [2, 4] }],
    create: () => new WithState(new LSTM(3, 4, { bias: false })),
  },
  { title: "LSTM: reverse", inputs: sequence, create: () => new LSTM(3, 4, { reverse: true }) },
  { title: "GRU: from zero", inputs: sequence, create: () => new GRU(3, 4) },
  {
    title: "GRU: from a state, reverse",
    inputs: [...sequence, { shape: [2, 4] }],
    create: () => new GRU(3, 4, { reverse: true }),
  },
];
