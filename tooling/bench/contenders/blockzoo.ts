// One process of our own training step: tsx blockzoo.ts PROBLEM THREADS WARM_UP STEPS
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ownStep } from "./own-step.js";
import { runSteps } from "./run-steps.js";

await runSteps(async (path, threads) => ownStep(path, await onnxruntime({ provider: "cpu", threads })));
