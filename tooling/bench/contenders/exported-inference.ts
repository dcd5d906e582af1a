// One process of a forward pass of the file that torch.onnx wrote: tsx exported-inference.ts PROBLEM THREADS WARM_UP STEPS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { readInferenceProblem } from "../inference-problem.js";
import { runSteps } from "./run-steps.js";

const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { readonly version: string };

await runSteps(async (path, threads) => {
  const { exported, input, results } = readInferenceProblem(path);
  const tensor = new Tensor("float32", input.data as Float32Array, input.shape);
  return async () => {
    const session = await InferenceSession.create(readFileSync(exported), { intraOpNumThreads: threads });
    return {
      runtime: `onnxruntime-node ${version}`,
      step: async () => [
        ...((await session.run({ input: tensor }))["logits"]!.data as Float32Array).subarray(0, results),
      ],
    };
  };
});
