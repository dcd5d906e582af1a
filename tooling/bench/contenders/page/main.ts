// The page of chromium.ts: takes the steps that its address asks for, and leaves the report, or what went wrong, to whoever opened it.
import file from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import type { Backend } from "@blockzoo/core";
import { problemOf, type WrittenProblem } from "../../problem.js";
import type { PageRuntime } from "../../runtimes.js";
import { ownStep } from "../own-step.js";
import { takeSteps, type Times } from "../steps.js";

export interface PageOutcome {
  outcome?: { readonly times: Times } | { readonly failure: string };
}

const wasmPaths = new URL(".", new URL(file, location.href)).href;

const open: Readonly<Record<PageRuntime, (threads: number) => Promise<Backend>>> = {
  "onnxruntime-web-wasm": (threads) => onnxruntime({ provider: "wasm", threads }),
  "onnxruntime-web-webgpu": () => onnxruntime({ provider: "webgpu" }),
  "tfjs-wasm": () => tfjs({ device: "wasm", wasmPaths }),
  "tfjs-webgpu": () => tfjs({ device: "webgpu" }),
};

async function run(): Promise<Times> {
  const asked = new URLSearchParams(location.search);
  const number = (name: string) => Number(asked.get(name));
  const written = (await (await fetch("/problem")).json()) as WrittenProblem;
  const numbers = await (await fetch("/numbers")).arrayBuffer();
  const problem = problemOf(written, (offset, length) => numbers.slice(offset, offset + length));
  const backend = await open[asked.get("runtime") as PageRuntime](number("threads"));
  return takeSteps(async () => ownStep(problem, backend), { warmUp: number("warmUp"), timed: number("timed") });
}

const page = globalThis as PageOutcome;
run().then(
  (times) => (page.outcome = { times }),
  (error: unknown) => (page.outcome = { failure: (error as Error).message }),
);
