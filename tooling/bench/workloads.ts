// What is timed: training steps, each with first weights and one batch drawn from a fixed seed.
import {
  add,
  initialize,
  ndarray,
  RandomStream,
  reduceMean,
  sizeOf,
  stopGradient,
  sub,
  transpose,
  type Block,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { AcousticModel } from "@blockzoo/ctc";
import { lenet } from "@blockzoo/lenet";
import { contrastiveDivergence, rbm, type Rbm } from "@blockzoo/rbm";
import { CifarResNet, resnet } from "@blockzoo/resnet";
import { crossEntropy, ctcLoss, meanSquaredError, type BatchTensors } from "@blockzoo/train";
import { vgg } from "@blockzoo/vgg";
import { AddingLstm } from "./networks/adding-lstm.js";
import { ReversingDecoder } from "./networks/reversing-decoder.js";
import { features, SequenceLstm } from "./networks/sequence-lstm.js";

/** Each has a table of its own. */
export const workloadNames = ["lenet5", "vgg-mini", "resnet20", "resnet18", "lstm"] as const;

/** They share a table: the same nets for sequences of growing length and width, a decoder with attention, CTC. */
export const sequenceNames = [
  "lstm-48x60",
  "lstm-48x200",
  "lstm-48x600",
  "lstm-256x60",
  "lstm-256x200",
  "attention",
  "ctc",
] as const;

/** They share a table too: what learns without labels. */
export const unsupervisedNames = ["rbm"] as const;

export type WorkloadName =
  (typeof workloadNames)[number] | (typeof sequenceNames)[number] | (typeof unsupervisedNames)[number];

/** A rule and its numbers, as every contender reads them. */
export type OptimizerSettings =
  | { readonly rule: "adam"; readonly learningRate: number }
  | { readonly rule: "sgd"; readonly learningRate: number; readonly momentum: number; readonly weightDecay: number };

/** A network with its loss on the tensors of a batch. */
export interface Workload {
  readonly title: string;
  readonly create: () => Block;
  /** What {@link create} made, on a batch. */
  readonly loss: (model: Block, batch: BatchTensors) => Tensor;
  readonly batch: () => Feeds;
  readonly optimizer: OptimizerSettings;
  /** Limits the norm of all gradients together. */
  readonly clipNorm?: number;
  /** How many steps a process takes, of contenders that need milliseconds for one. */
  readonly steps: number;
  /** A step of tfjs-cpu takes minutes, for which nobody waits. */
  readonly endlessOnTfjs?: true;
}

function uniform(shape: readonly number[], ...path: readonly string[]): NDArray {
  return ndarray(new RandomStream(0, "bench", ...path).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
}

function uniformBits(shape: readonly number[], ...path: readonly string[]): NDArray {
  return ndarray(
    Float32Array.from(uniform(shape, ...path).data, (value) => Number(value > 0)),
    shape,
  );
}

type Network = Block & { forward(x: Tensor): Tensor };

/** Of networks that make an output of x, which is compared with y. */
const supervised = (loss: (output: Tensor, y: Tensor) => Tensor) => (model: Block, batch: BatchTensors) =>
  loss((model as Network).forward(batch["x"]!), batch["y"]!);

function integers(shape: readonly number[], classes: number, ...path: readonly string[]): NDArray {
  const stream = new RandomStream(0, "bench", ...path);
  return ndarray(
    Int32Array.from({ length: sizeOf(shape) }, () => stream.integer(classes)),
    shape,
  );
}

function images(name: WorkloadName, shape: readonly [number, number, number, number], classes = 10) {
  return () => {
    return { x: uniform(shape, name, "x"), y: integers([shape[0]], classes, name, "y") };
  };
}

const trainedClipped = { optimizer: { rule: "adam", learningRate: 1e-3 }, clipNorm: 1, endlessOnTfjs: true } as const;

const symbols = 12;

function sequenceLstm(hidden: number, length: number, steps: number): Workload {
  const shape = [length, 50, features];
  return {
    title: `Two LSTMs of ${hidden}, ${length} steps, batch 50`,
    create: () => new SequenceLstm(hidden),
    loss: supervised(meanSquaredError),
    batch: () => ({ x: uniform(shape, "sequence", "x"), y: uniform(shape, "sequence", "y") }),
    ...trainedClipped,
    steps,
  };
}

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  lenet5: {
    title: "LeNet-5, batch 64 of 1x32x32, Adam",
    create: () => lenet.create("lenet5"),
    loss: supervised(crossEntropy),
    batch: images("lenet5", [64, 1, 32, 32]),
    optimizer: { rule: "adam", learningRate: 1e-3 },
    steps: 60,
  },
  "vgg-mini": {
    title: "VGG-mini A, batch 64 of 1x32x32, Adam",
    create: () => vgg.create("vgg-mini-a"),
    loss: supervised(crossEntropy),
    batch: images("vgg-mini", [64, 1, 32, 32]),
    optimizer: { rule: "adam", learningRate: 1e-3 },
    steps: 20,
  },
  resnet20: {
    title: "ResNet-20, batch 32 of 3x32x32, SGD with momentum and weight decay",
    create: () => new CifarResNet({ layers: 20 }),
    loss: supervised(crossEntropy),
    batch: images("resnet20", [32, 3, 32, 32]),
    optimizer: { rule: "sgd", learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 },
    steps: 15,
    endlessOnTfjs: true,
  },
  resnet18: {
    title: "ResNet-18, batch 8 of 3x224x224, SGD with momentum and weight decay",
    create: () => resnet.create("resnet18"),
    loss: supervised(crossEntropy),
    batch: images("resnet18", [8, 3, 224, 224], 1000),
    // With 0.01 PyTorch differs from itself after five steps, on one thread and on two.
    optimizer: { rule: "sgd", learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-4 },
    steps: 4,
    endlessOnTfjs: true,
  },
  lstm: {
    title: "LSTM, 60 steps of batch 50, 2 inputs, 48 hidden units, Adam, gradients clipped by norm",
    create: () => new AddingLstm(),
    loss: supervised(meanSquaredError),
    batch: () => ({ x: uniform([60, 50, 2], "lstm", "x"), y: uniform([50, 1], "lstm", "y") }),
    optimizer: { rule: "adam", learningRate: 1e-3 },
    clipNorm: 1,
    steps: 60,
  },
  "lstm-48x60": sequenceLstm(48, 60, 30),
  "lstm-48x200": sequenceLstm(48, 200, 12),
  "lstm-48x600": sequenceLstm(48, 600, 4),
  "lstm-256x60": sequenceLstm(256, 60, 6),
  "lstm-256x200": sequenceLstm(256, 200, 3),
  attention: {
    title: "Encoder and decoder with attention, GRUs of 64, 20 symbols to 20, batch 64",
    create: () => new ReversingDecoder(symbols),
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
  rbm: {
    title: "CD-1 of a restricted Boltzmann machine, 784-500, batch 100, SGD with momentum",
    create: () => rbm.create("rbm"),
    loss: contrastiveDivergenceStep,
    batch: () => ({ x: uniformBits([100, 784], "rbm", "x") }),
    optimizer: { rule: "sgd", learningRate: 3e-4, momentum: 0.5, weightDecay: 0 },
    steps: 60,
    endlessOnTfjs: true,
  },
};

/** Its value is the free energy of the data, which hardly depends on what is drawn, so that contenders can be compared. */
function contrastiveDivergenceStep(model: Block, { x }: BatchTensors): Tensor {
  const machine = model as Rbm;
  const loss = contrastiveDivergence(machine, x!);
  return add(loss, stopGradient(sub(reduceMean(machine.freeEnergy(x!)), loss)));
}

export function firstWeights(workload: Workload): StateDict {
  return initialize(workload.create());
}
