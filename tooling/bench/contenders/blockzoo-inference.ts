// One process of our own forward pass: tsx blockzoo-inference.ts PROBLEM THREADS WARM_UP STEPS
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { float32, trace } from "@blockzoo/core";
import { knownState } from "@blockzoo/testkit";
import { findVariant } from "@blockzoo/zoo";
import { readInferenceProblem } from "../inference-problem.js";
import { runSteps } from "./run-steps.js";

await runSteps(async (path, threads) => {
  const { network, input, results } = readInferenceProblem(path);
  const { variant } = await findVariant(network);
  // As a session of plain onnxruntime does that is told nothing.
  const backend = await onnxruntime({ provider: "cpu", threads, spinning: "always" });
  const weights = knownState(variant.create());
  return async () => {
    const model = variant.create();
    const graph = trace(model, { input: float32("N", ...input.shape.slice(1)) }, { output: "logits" });
    const executable = await backend.compile(graph, { weights });
    return {
      runtime: backend.capabilities.runtime,
      step: async () => [...(await executable.run({ input })).outputs["logits"]!.data.subarray(0, results)].map(Number),
    };
  };
});
