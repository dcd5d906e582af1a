// One process of our own training step on tfjs-wasm, which has one thread: tsx blockzoo-tfjs.ts PROBLEM THREADS WARM_UP STEPS
import { tfjs } from "@blockzoo/backend-tfjs";
import { ownStep } from "./own-step.js";
import { runSteps } from "./run-steps.js";

await runSteps(async (path) => ownStep(path, await tfjs({ device: "wasm" })));
