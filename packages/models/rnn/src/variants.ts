import { float32, GRU, LSTM, MinimalGRU, RNN } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { tensors } from "@blockzoo/tasks/tensors";
import { AlternatingLSTM } from "./alternating-lstm.js";
import { GridLSTMImage } from "./grid-image.js";
import { DeepGridLSTM, GridLSTMSequence } from "./grid-networks.js";
import { readers } from "./readers.js";
import { SequenceRegressor, SequenceTagger, type SequenceNet } from "./sequence-nets.js";
import { writer, type WriterShape } from "./writers.js";

const task = tensors();

/** Pairs of a number and a mark in, the sum of the marked numbers out. */
const adding = (net: SequenceNet) => new SequenceRegressor(net, 48);
const sum = forward({ input: float32("N", "T", 2) }, "sum");

/** Bits in, one of two tags for each out. */
const tagging = (net: SequenceNet, size: number) => new SequenceTagger(net, { size, classes: 2 });
const tags = forward({ input: float32("N", "T", 1) }, "logits");

/** The networks that write, by id. */
export const writerShapes = {
  "lstm-writer": { hidden: 128, embedding: 32 },
  "lstm-writer-large": { hidden: 192, layers: 2, embedding: 48 },
} as const satisfies Readonly<Record<string, WriterShape>>;

/** Parameters are counted by hand: g n (m + n + 2) for g rows of gates, n units and m inputs, with two biases as PyTorch has. */
export const variants = {
  "rnn-adding": {
    summary: "a plain recurrent net of 48 units that adds two marked numbers: it forgets",
    create: () => adding(new RNN(2, 48)),
    task,
    graphs: sum,
    params: 48 * 52 + 49,
  },
  "lstm-adding": {
    summary: "an LSTM of 48 units that adds two marked numbers",
    create: () => adding(new LSTM(2, 48)),
    task,
    graphs: sum,
    params: 4 * 48 * 52 + 49,
  },
  "gru-adding": {
    summary: "a GRU of 48 units that adds two marked numbers",
    create: () => adding(new GRU(2, 48)),
    task,
    graphs: sum,
    params: 3 * 48 * 52 + 49,
  },
  "minimal-gru-adding": {
    summary: "a minimal GRU of 48 units that adds two marked numbers",
    create: () => adding(new MinimalGRU(2, 48)),
    task,
    graphs: sum,
    params: 2 * 48 * 52 + 49,
  },
  "grid-lstm-adding": {
    summary: "a 2-dimensional Grid LSTM of two layers, whose depth has a memory as time has",
    create: () => adding(new GridLSTMSequence(2, 48)),
    task,
    graphs: sum,
    params: 2 * (48 * 3 + 2 * 4 * 48 * 97) + 49,
  },
  "lstm-tagger": {
    summary: "labels bits, two LSTMs of 24 units in one direction: it sees no future",
    create: () => tagging(new LSTM(1, 24, { layers: 2 }), 24),
    task,
    graphs: tags,
    params: 4 * 24 * (27 + 50) + 50,
  },
  "bilstm-tagger": {
    summary: "labels bits, two bidirectional LSTMs of 24 units",
    create: () => tagging(new LSTM(1, 24, { layers: 2, bidirectional: true }), 48),
    task,
    graphs: tags,
    params: 2 * 4 * 24 * (27 + 74) + 98,
  },
  "db-lstm-tagger": {
    summary: "labels bits, four LSTMs of 24 units and alternating direction",
    create: () => tagging(new AlternatingLSTM(1, 24), 48),
    task,
    graphs: tags,
    params: 48 + 3 * 24 * 49 + 4 * (4 * 24 * 50 + 72) + 98,
  },
  "grid-lstm-24": {
    summary: "a 1-dimensional Grid LSTM of 24 layers of 48 units for 16x16 grey digits",
    create: () => new DeepGridLSTM({ inputSize: 256, hiddenSize: 48, layers: 24, outputSize: 10, forgetBias: 3 }),
    task: imageClassification(),
    graphs: forward({ input: float32("N", 1, 16, 16) }, "logits"),
    params: 250_954,
  },
  "lstm-writer": writer(
    "writes character by character, one LSTM of 128 units and an embedding of 32",
    writerShapes["lstm-writer"],
  ),
  "lstm-writer-large": writer(
    "writes character by character, two LSTMs of 192 units and an embedding of 48",
    writerShapes["lstm-writer-large"],
  ),
  "grid-lstm-image": {
    summary: "a 3-dimensional Grid LSTM of two layers of 32 units on patches of 4x4, for 16x16 grey digits",
    create: () => new GridLSTMImage({ patch: 4, hiddenSize: 32, layers: 2, outputSize: 10 }),
    task: imageClassification(),
    graphs: forward({ input: float32("N", 1, 16, 16) }, "logits"),
    params: 2 * 32 * 17 + 2 * 3 * 4 * 32 * 97 + 330,
  },
  ...readers,
} as const satisfies Readonly<Record<string, Variant>>;
