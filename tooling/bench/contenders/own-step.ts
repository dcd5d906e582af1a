// Our own training step of a problem, on any backend.
import type { Backend } from "@blockzoo/core";
import { adam, compileTrainStep, sgd } from "@blockzoo/train";
import { readProblem } from "../problem.js";
import { workloads } from "../workloads.js";
import type { Contender } from "./run-steps.js";

export async function ownStep(path: string, backend: Backend): Promise<Contender> {
  const { workload: name, weights, x, y, optimizer, clipNorm } = readProblem(path);
  const workload = workloads[name];
  const training = await compileTrainStep({
    model: workload.create(),
    types: { x: { dtype: x.dtype, shape: x.shape }, y: { dtype: y.dtype, shape: y.shape } },
    loss: (own, batch) => workload.loss(own.forward(batch.x), batch.y),
    optimizer: optimizer.rule === "adam" ? adam(optimizer) : sgd(optimizer),
    clip: clipNorm === null ? undefined : { globalNorm: clipNorm },
    backend,
    weights,
  });
  return {
    runtime: backend.capabilities.runtime,
    step: async () => [(await training.step({ x, y })).loss],
  };
}
