// What is timed: training steps, each with first weights and one batch drawn from a fixed seed.
import {
  initialize,
  ndarray,
  RandomStream,
  sizeOf,
  type Block,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { lenet } from "@blockzoo/lenet";
import { CifarResNet, resnet } from "@blockzoo/resnet";
import { crossEntropy, meanSquaredError } from "@blockzoo/train";
import { vgg } from "@blockzoo/vgg";
import { AddingLstm } from "./networks/adding-lstm.js";

export const workloadNames = ["lenet5", "vgg-mini", "resnet20", "resnet18", "lstm"] as const;
export type WorkloadName = (typeof workloadNames)[number];

/** A rule and its numbers, as every contender reads them. */
export type OptimizerSettings =
  | { readonly rule: "adam"; readonly learningRate: number }
  | { readonly rule: "sgd"; readonly learningRate: number; readonly momentum: number; readonly weightDecay: number };

export type Network = Block & { forward(x: Tensor): Tensor };

export interface Workload {
  readonly title: string;
  readonly create: () => Network;
  readonly loss: (output: Tensor, y: Tensor) => Tensor;
  readonly batch: () => { readonly x: NDArray; readonly y: NDArray };
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

function images(name: WorkloadName, shape: readonly [number, number, number, number], classes = 10) {
  return () => {
    const labels = new RandomStream(0, "bench", name, "y");
    const y = Array.from({ length: shape[0] }, () => labels.integer(classes));
    return { x: uniform(shape, name, "x"), y: ndarray(y, [shape[0]], "int32") };
  };
}

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  lenet5: {
    title: "LeNet-5, batch 64 of 1x32x32, Adam",
    create: () => lenet.create("lenet5") as Network,
    loss: crossEntropy,
    batch: images("lenet5", [64, 1, 32, 32]),
    optimizer: { rule: "adam", learningRate: 1e-3 },
    steps: 60,
  },
  "vgg-mini": {
    title: "VGG-mini A, batch 64 of 1x32x32, Adam",
    create: () => vgg.create("vgg-mini-a") as Network,
    loss: crossEntropy,
    batch: images("vgg-mini", [64, 1, 32, 32]),
    optimizer: { rule: "adam", learningRate: 1e-3 },
    steps: 20,
  },
  resnet20: {
    title: "ResNet-20, batch 32 of 3x32x32, SGD with momentum and weight decay",
    create: () => new CifarResNet({ layers: 20 }),
    loss: crossEntropy,
    batch: images("resnet20", [32, 3, 32, 32]),
    optimizer: { rule: "sgd", learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 },
    steps: 15,
    endlessOnTfjs: true,
  },
  resnet18: {
    title: "ResNet-18, batch 8 of 3x224x224, SGD with momentum and weight decay",
    create: () => resnet.create("resnet18") as Network,
    loss: crossEntropy,
    batch: images("resnet18", [8, 3, 224, 224], 1000),
    // With 0.01 PyTorch differs from itself after five steps, on one thread and on two.
    optimizer: { rule: "sgd", learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-4 },
    steps: 4,
    endlessOnTfjs: true,
  },
  lstm: {
    title: "LSTM, 60 steps of batch 50, 2 inputs, 48 hidden units, Adam, gradients clipped by norm",
    create: () => new AddingLstm(),
    loss: meanSquaredError,
    batch: () => ({ x: uniform([60, 50, 2], "lstm", "x"), y: uniform([50, 1], "lstm", "y") }),
    optimizer: { rule: "adam", learningRate: 1e-3 },
    clipNorm: 1,
    steps: 60,
  },
};

export function firstWeights(workload: Workload): StateDict {
  return initialize(workload.create());
}
