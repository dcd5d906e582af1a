// What a workload is, and what its first weights and its batch are drawn with: always the same.
import {
  initialize,
  ndarray,
  RandomStream,
  sizeOf,
  type Block,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import type { BatchTensors } from "@blockzoo/train";

/** A rule and its numbers, as every contender reads them. */
export type OptimizerSettings =
  | { readonly rule: "adam"; readonly learningRate: number }
  | { readonly rule: "sgd"; readonly learningRate: number; readonly momentum: number; readonly weightDecay: number };

/** A training step: a network with its loss on the tensors of a batch, and the rule that updates it. */
export interface Workload {
  readonly title: string;
  readonly create: () => Block;
  /** The same network in PyTorch: its name in contenders/pytorch.py, and what its constructor is given. */
  readonly peer: { readonly network: string; readonly sizes?: Readonly<Record<string, number>> };
  /** What {@link create} made, on a batch. */
  readonly loss: (model: Block, batch: BatchTensors) => Tensor;
  readonly batch: () => Feeds;
  readonly optimizer: OptimizerSettings;
  /** Limits the norm of all gradients together. */
  readonly clipNorm?: number;
  /** How many steps a process takes, of contenders that need milliseconds for one. */
  readonly steps: number;
  /** Every contender draws first weights itself, as users do; by default all read the same. */
  readonly drawn?: true;
}

export function firstWeights(workload: Workload): StateDict {
  return initialize(workload.create());
}

export function uniform(shape: readonly number[], ...path: readonly string[]): NDArray {
  return ndarray(new RandomStream(0, "bench", ...path).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
}

export function integers(shape: readonly number[], classes: number, ...path: readonly string[]): NDArray {
  const stream = new RandomStream(0, "bench", ...path);
  return ndarray(
    Int32Array.from({ length: sizeOf(shape) }, () => stream.integer(classes)),
    shape,
  );
}

/** Images of a size, and a class for each. */
export function images(name: string, shape: readonly [number, number, number, number], classes = 10): () => Feeds {
  return () => ({ x: uniform(shape, name, "x"), y: integers([shape[0]], classes, name, "y") });
}

type Network = Block & { forward(x: Tensor): Tensor };

/** The loss of networks that make an output of x, which is compared with y. */
export const supervised = (loss: (output: Tensor, y: Tensor) => Tensor) => (model: Block, batch: BatchTensors) =>
  loss((model as Network).forward(batch["x"]!), batch["y"]!);
