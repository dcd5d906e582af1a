// One process of our own training step in Node, on the runtime that RUNTIME names: tsx blockzoo.ts PROBLEM THREADS WARM_UP STEPS
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import type { Backend } from "@blockzoo/core";
import { readProblem } from "../problem-files.js";
import type { NodeRuntime } from "../runtimes.js";
import { ownStep } from "./own-step.js";
import { runSteps } from "./run-steps.js";

const open: Readonly<Record<NodeRuntime, (threads: number) => Promise<Backend>>> = {
  "onnxruntime-node": (threads) => onnxruntime({ provider: "cpu", threads }),
  "onnxruntime-node-webgpu": () => onnxruntime({ provider: "webgpu" }),
  "onnxruntime-web-wasm": (threads) => onnxruntime({ provider: "wasm", threads }),
  "tfjs-wasm": () => tfjs({ device: "wasm" }),
};

const runtime = (process.env["RUNTIME"] ?? "onnxruntime-node") as NodeRuntime;

await runSteps(async (path, threads) => {
  const [problem, backend] = [readProblem(path), await open[runtime](threads)];
  return async () => ownStep(problem, backend);
});
