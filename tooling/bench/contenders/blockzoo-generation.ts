// One process that writes a text by the exported step, on plain onnxruntime-node: tsx blockzoo-generation.ts PROBLEM THREADS WARM_UP STEPS
import { createRequire } from "node:module";
import { sizeOf, type TensorType } from "@blockzoo/core";
import { graphDefinition, inferenceGraph } from "@blockzoo/family";
import { exportModel, outputName } from "@blockzoo/onnx";
import { knownState } from "@blockzoo/testkit";
import { findVariant } from "@blockzoo/zoo";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { readGenerationProblem } from "../generation-problem.js";
import { runSteps } from "./run-steps.js";

const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { readonly version: string };

await runSteps(async (path, threads) => {
  const { network, characters, results } = readGenerationProblem(path);
  const { variant } = await findVariant(network);
  const model = variant.create();
  const graph = inferenceGraph(variant, { model });
  const file = exportModel(graph, { weights: knownState(model) });
  const { tokens: _, ...state } = graphDefinition(variant, "forward").input as Readonly<Record<string, TensorType>>;
  const zeros = Object.entries(state).map(([name, { shape }]) => {
    const sizes = shape.map((size) => (size === "N" ? 1 : Number(size)));
    return [name, new Tensor("float32", new Float32Array(sizeOf(sizes)), sizes)] as const;
  });
  return async () => {
    const session = await InferenceSession.create(file, { intraOpNumThreads: threads });
    const step = async () => {
      let [token, carried] = [0, Object.fromEntries(zeros)];
      let first: readonly number[] = [];
      for (let count = 0; count < characters; count++) {
        const said = await session.run({ tokens: new Tensor("int32", Int32Array.of(token), [1, 1]), ...carried });
        const logits = said["logits"]!.data as Float32Array;
        if (count === 0) first = [...logits.subarray(0, results)];
        token = draw(logits);
        carried = Object.fromEntries(
          zeros.map(([name]) => [name, said[outputName(graph, name)] as (typeof zeros)[0][1]]),
        );
      }
      return first;
    };
    return { runtime: `onnxruntime-node ${version}`, step };
  };
});

function draw(logits: Float32Array): number {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  let left = Math.random() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    weights.findIndex((weight) => (left -= weight) < 0),
    0,
  );
}
