// One process of our own training step: tsx blockzoo.ts PROBLEM THREADS WARM_UP STEPS
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { adam, compileTrainStep, sgd } from "@blockzoo/train";
import { workloads } from "../workloads.js";
import { runSteps } from "./run-steps.js";

await runSteps(async ({ workload: name, weights, x, y, optimizer, clipNorm }, threads) => {
  const workload = workloads[name];
  const backend = await onnxruntime({ provider: "cpu", threads });
  const model = workload.create();
  const training = await compileTrainStep({
    model,
    types: { x: { dtype: x.dtype, shape: x.shape }, y: { dtype: y.dtype, shape: y.shape } },
    loss: (own, batch) => workload.loss(own.forward(batch.x), batch.y),
    optimizer: optimizer.rule === "adam" ? adam(optimizer) : sgd(optimizer),
    clip: clipNorm === null ? undefined : { globalNorm: clipNorm },
    backend,
    weights,
  });
  return {
    runtime: backend.capabilities.runtime,
    step: async () => (await training.step({ x, y })).loss,
  };
});
