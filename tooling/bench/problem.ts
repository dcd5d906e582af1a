// The file that all contenders of a training step read, so that they start from the same bits.
import { readFileSync, writeFileSync } from "node:fs";
import type { Feeds, NDArray, StateDict } from "@blockzoo/core";
import { firstWeights, workloads, type OptimizerSettings, type WorkloadName } from "./workloads.js";

interface EncodedArray {
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
  /** Little-endian, in base64: JSON numbers would take longer to read than some steps take. */
  readonly data: string;
}

interface EncodedProblem {
  readonly workload: WorkloadName;
  readonly weights: Readonly<Record<string, EncodedArray>>;
  readonly batch: Readonly<Record<string, EncodedArray>>;
  readonly optimizer: OptimizerSettings;
  readonly clipNorm: number | null;
}

export interface Problem extends Omit<EncodedProblem, "weights" | "batch"> {
  readonly weights: StateDict;
  readonly batch: Feeds;
}

function encode({ dtype, shape, data }: NDArray): EncodedArray {
  if (dtype === "bool") throw new Error("no contender reads bool");
  const values = dtype === "float32" ? Float32Array.from(data) : Int32Array.from(data);
  return { dtype, shape, data: Buffer.from(values.buffer).toString("base64") };
}

function decode({ dtype, shape, data }: EncodedArray): NDArray {
  // A Buffer may start anywhere in a shared pool; a copy starts at 0.
  const { buffer } = Uint8Array.from(Buffer.from(data, "base64"));
  return { dtype, shape, data: dtype === "float32" ? new Float32Array(buffer) : new Int32Array(buffer) };
}

export function writeProblem(path: string, name: WorkloadName): void {
  const workload = workloads[name];
  const problem: EncodedProblem = {
    workload: name,
    weights: Object.fromEntries([...firstWeights(workload)].map(([key, value]) => [key, encode(value)])),
    batch: mapped(workload.batch(), encode),
    optimizer: workload.optimizer,
    clipNorm: workload.clipNorm ?? null,
  };
  writeFileSync(path, JSON.stringify(problem));
}

export function readProblem(path: string): Problem {
  const encoded = JSON.parse(readFileSync(path, "utf8")) as EncodedProblem;
  const weights = new Map(Object.entries(encoded.weights).map(([name, value]) => [name, decode(value)]));
  return { ...encoded, weights, batch: mapped(encoded.batch, decode) };
}

function mapped<From, To>(values: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
