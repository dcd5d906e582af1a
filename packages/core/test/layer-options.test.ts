import { describe, expect, it } from "vitest";
import * as core from "../src/index.js";

/** As JavaScript calls them, where nothing looks at types: each block that has options, with one that it does not have. */
const wrong = { stepp: 2 } as object;
const calls: Readonly<Record<string, () => unknown>> = {
  PReLU: () => new core.PReLU(1, wrong),
  MultiHeadAttention: () => new core.MultiHeadAttention(8, 2, wrong),
  Conv1d: () => new core.Conv1d(1, 1, 3, wrong),
  Conv2d: () => new core.Conv2d(1, 1, 3, wrong),
  Conv3d: () => new core.Conv3d(1, 1, 3, wrong),
  ConvTranspose1d: () => new core.ConvTranspose1d(1, 1, 3, wrong),
  ConvTranspose2d: () => new core.ConvTranspose2d(1, 1, 3, wrong),
  ConvTranspose3d: () => new core.ConvTranspose3d(1, 1, 3, wrong),
  GroupNorm: () => new core.GroupNorm(1, 1, wrong),
  InstanceNorm2d: () => new core.InstanceNorm2d(1, wrong),
  LocalResponseNorm: () => new core.LocalResponseNorm(wrong),
  Linear: () => new core.Linear(1, 1, wrong),
  LocallyConnected2d: () => new core.LocallyConnected2d(1, 1, { input: 3, kernel: 3 }, wrong),
  MemoryHeads: () => new core.MemoryHeads(4, 2, wrong),
  MemoryBank: () => new core.MemoryBank(4, { slots: 2, width: 2, ...wrong }),
  BatchNorm2d: () => new core.BatchNorm2d(1, wrong),
  LayerNorm: () => new core.LayerNorm(1, wrong),
  MaxPool2d: () => new core.MaxPool2d(2, wrong),
  AveragePool2d: () => new core.AveragePool2d(2, wrong),
  GlobalAveragePool: () => new core.GlobalAveragePool(wrong),
  GlobalMaxPool: () => new core.GlobalMaxPool(wrong),
  LSTM: () => new core.LSTM(1, 1, wrong),
  GRU: () => new core.GRU(1, 1, wrong),
  LSTMCell: () => new core.LSTMCell(1, 1, wrong),
  RoiPool2d: () => new core.RoiPool2d(2, wrong),
  StochasticPool2d: () => new core.StochasticPool2d(2, wrong),
  Subsampling: () => new core.Subsampling(1, wrong),
  Neuron: () => new core.Neuron(1, wrong),
  RecursiveCell: () => new core.RecursiveCell(2, wrong),
  Upsample: () => new core.Upsample({ factor: 2, ...wrong }),
  MaxUnpool2d: () => new core.MaxUnpool2d(2, wrong),
};

describe("a block refuses an option that it does not have", () => {
  it.each(Object.entries(calls))("%s", (name, call) => {
    expect(call).toThrow(`${name}: there is no option "stepp"`);
  });

  it("with the one that is meant", () => {
    expect(() => new core.Conv2d(1, 1, 3, { strides: 2 } as object)).toThrow('did you mean "stride"?');
  });
});
