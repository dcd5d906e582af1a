// The files that all contenders of a training step read, so that they start from the same bits: one says what is where in the
// other, which holds nothing but numbers.
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from "node:fs";
import type { Feeds, NDArray, StateDict } from "@blockzoo/core";
import { workloadNamed } from "./workloads/all.js";
import { firstWeights, type OptimizerSettings, type Workload } from "./workloads/workload.js";

interface PlacedArray {
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
  /** Of its first byte in the file of numbers, little-endian. */
  readonly offset: number;
}

interface WrittenProblem {
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

const numbersBeside = (path: string) => `${path}.numbers`;

/** Writes the problem of a workload, and its numbers beside it. */
export function writeProblem(path: string, name: string): void {
  const workload = workloadNamed(name);
  const file = openSync(numbersBeside(path), "w");
  let offset = 0;
  const place = ({ dtype, shape, data }: NDArray): PlacedArray => {
    if (dtype === "bool") throw new Error("no contender reads bool");
    const values = dtype === "float32" ? Float32Array.from(data) : Int32Array.from(data);
    const placed = { dtype, shape, offset };
    writeSync(file, values);
    offset += values.byteLength;
    return placed;
  };
  const problem: WrittenProblem = {
    workload: name,
    peer: workload.peer,
    weights: workload.drawn ? null : mapped(Object.fromEntries(firstWeights(workload)), place),
    batch: mapped(workload.batch(), place),
    optimizer: workload.optimizer,
    clipNorm: workload.clipNorm ?? null,
  };
  closeSync(file);
  writeFileSync(path, JSON.stringify(problem));
}

export function readProblem(path: string): Problem {
  const written = JSON.parse(readFileSync(path, "utf8")) as WrittenProblem;
  const { buffer } = bytesOf(numbersBeside(path));
  const read = ({ dtype, shape, offset }: PlacedArray): NDArray => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const data = new (dtype === "float32" ? Float32Array : Int32Array)(buffer, offset, size);
    return { dtype, shape, data };
  };
  const weights = written.weights === null ? undefined : new Map(Object.entries(mapped(written.weights, read)));
  return { ...written, weights, batch: mapped(written.batch, read) };
}

/** Into memory of its own: a Buffer may start anywhere in a shared pool. */
function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(statSync(path).size);
  const file = openSync(path, "r");
  readSync(file, bytes);
  closeSync(file);
  return bytes;
}

function mapped<From, To>(values: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
