// The files of a problem.
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from "node:fs";
import type { NDArray } from "@blockzoo/core";
import { mapped, problemOf, type PlacedArray, type Problem, type WrittenProblem } from "./problem.js";
import { workloadNamed } from "./workloads/all.js";
import { firstWeights } from "./workloads/workload.js";

/** Where the numbers of a problem are. */
export const numbersBeside = (path: string) => `${path}.numbers`;

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

/** Each array into memory of its own, so that first weights are not kept for the batch's sake. */
export function readProblem(path: string): Problem {
  const file = openSync(numbersBeside(path), "r");
  const problem = problemOf(JSON.parse(readFileSync(path, "utf8")) as WrittenProblem, (offset, length) => {
    const bytes = new Uint8Array(length);
    readSync(file, bytes, 0, length, offset);
    return bytes.buffer;
  });
  closeSync(file);
  return problem;
}
