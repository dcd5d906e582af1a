// Networks that read sequences, all trained by Adam with clipped gradients.
import { ndarray, transpose } from "@blockzoo/core";
import { AcousticModel } from "@blockzoo/ctc";
import { crossEntropy, ctcLoss, meanSquaredError } from "@blockzoo/train";
import { AddingLstm } from "../networks/adding-lstm.js";
import { ReversingDecoder } from "../networks/reversing-decoder.js";
import { features, SequenceLstm } from "../networks/sequence-lstm.js";
import { integers, supervised, uniform, type Workload } from "./workload.js";

const trainedClipped = { optimizer: { rule: "adam", learningRate: 1e-3 }, clipNorm: 1 } as const;

const symbols = 12;

export function sequenceLstm(hidden: number, length: number, steps: number): Workload {
  const shape = [length, 50, features];
  return {
    title: `Two LSTMs of ${hidden}, ${length} steps, batch 50`,
    create: () => new SequenceLstm(hidden),
    peer: { network: "sequence-lstm", sizes: { hidden } },
    loss: supervised(meanSquaredError),
    batch: () => ({ x: uniform(shape, "sequence", "x"), y: uniform(shape, "sequence", "y") }),
    ...trainedClipped,
    steps,
  };
}

export const addingLstm: Workload = {
  title: "LSTM of 48, 60 steps of 2 inputs, batch 50",
  create: () => new AddingLstm(),
  peer: { network: "adding-lstm" },
  loss: supervised(meanSquaredError),
  batch: () => ({ x: uniform([60, 50, 2], "lstm", "x"), y: uniform([50, 1], "lstm", "y") }),
  ...trainedClipped,
  steps: 60,
};

export const sequenceWorkloads = {
  "lstm-48x60": sequenceLstm(48, 60, 30),
  "lstm-48x200": sequenceLstm(48, 200, 12),
  "lstm-48x600": sequenceLstm(48, 600, 4),
  "lstm-256x60": sequenceLstm(256, 60, 6),
  "lstm-256x200": sequenceLstm(256, 200, 3),
  attention: {
    title: "Encoder and decoder with attention, GRUs of 64, 20 symbols to 20, batch 64",
    create: () => new ReversingDecoder(symbols),
    peer: { network: "reversing-decoder", sizes: { symbols } },
    loss(model, { source, shifted, target }) {
      const scores = (model as ReversingDecoder).forward(source!, shifted!);
      return crossEntropy(transpose(scores, [0, 2, 1]), target!);
    },
    batch: () => ({
      source: integers([20, 64], symbols, "source"),
      shifted: integers([20, 64], symbols, "shifted"),
      target: integers([20, 64], symbols, "target"),
    }),
    ...trainedClipped,
    steps: 20,
  },
  ctc: {
    title: "CTC, two convolutions and a bidirectional LSTM of 96, 300 frames, batch 16",
    create: () => new AcousticModel({ bands: 40, classes: 11, hidden: 96, channels: 96 }),
    peer: { network: "acoustic-model" },
    loss(model, { x, lengths, y, labels }) {
      const { logits, steps } = (model as AcousticModel).forward(x!, lengths!);
      return ctcLoss(logits, y!, { inputLengths: steps, labelLengths: labels! });
    },
    batch: () => ({
      x: uniform([16, 300, 40], "ctc", "x"),
      lengths: ndarray(Int32Array.from({ length: 16 }, (_, sample) => 300 - 9 * sample)),
      // No label is the blank, which is 0.
      y: ndarray(
        Int32Array.from({ length: 16 * 6 }, (_, at) => 1 + ((7 * at + (at >> 2)) % 10)),
        [16, 6],
      ),
      labels: ndarray(Int32Array.from({ length: 16 }, (_, sample) => 6 - (sample % 3))),
    }),
    ...trainedClipped,
    steps: 12,
  },
} as const satisfies Readonly<Record<string, Workload>>;
