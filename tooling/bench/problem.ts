// The problem of a training step: what all contenders of it read, so that they start from the same bits. One file says what is where
// in another, which holds nothing but numbers.
import type { Feeds, NDArray, StateDict } from "@blockzoo/core";
import type { OptimizerSettings, Workload } from "./workloads/workload.js";

export interface PlacedArray {
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
  /** Of its first byte in the file of numbers, little-endian. */
  readonly offset: number;
}

export interface WrittenProblem {
  readonly workload: string;
  readonly peer: Workload["peer"];
  /** Null where contenders draw first weights themselves. */
  readonly weights: Readonly<Record<string, PlacedArray>> | null;
  readonly batch: Readonly<Record<string, PlacedArray>>;
  readonly optimizer: OptimizerSettings;
  readonly clipNorm: number | null;
}

export interface Problem extends Omit<WrittenProblem, "weights" | "batch"> {
  readonly weights: StateDict | undefined;
  readonly batch: Feeds;
}

/** A problem of what one of its files says, and where bytes of the other are. */
export function problemOf(written: WrittenProblem, bytesAt: (offset: number, length: number) => ArrayBuffer): Problem {
  const read = ({ dtype, shape, offset }: PlacedArray): NDArray => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const data = new (dtype === "float32" ? Float32Array : Int32Array)(bytesAt(offset, 4 * size));
    return { dtype, shape, data };
  };
  const weights = written.weights === null ? undefined : new Map(Object.entries(mapped(written.weights, read)));
  return { ...written, weights, batch: mapped(written.batch, read) };
}

export function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
