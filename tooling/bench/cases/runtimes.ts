// The same training steps on everything that our graphs run on, and on what else trains in JavaScript.
import { findSoftwareGpu } from "@blockzoo-tooling/workspace/chromium";
import { jaxContender, ownContender, tfjsContender, type Contender } from "../contenders.js";
import { writeProblem } from "../problem-files.js";
import type { NodeRuntime, PageRuntime } from "../runtimes.js";
import { workloadNamed } from "../workloads/all.js";
import type { Case, StepCounts } from "./case.js";

const rounds = 3;

/** Where Node's WebGPU finds Chromium's GPU in software. */
const { environment: softwareGpu } = findSoftwareGpu();

function inNode(threads: number, runtime: NodeRuntime, label: string): Contender {
  const contender = ownContender(threads, "blockzoo.ts", label);
  return { ...contender, environment: { ...softwareGpu, RUNTIME: runtime }, maximumRounds: rounds };
}

function inPage(threads: number, runtime: PageRuntime, label: string): Contender {
  const contender = ownContender(threads, "chromium.ts", `${label}, in Chromium`);
  return { ...contender, environment: { RUNTIME: runtime }, maximumRounds: rounds };
}

const onProcessors: readonly Contender[] = [
  inNode(1, "onnxruntime-node", "onnxruntime-node"),
  inNode(2, "onnxruntime-node", "onnxruntime-node"),
  inNode(1, "onnxruntime-web-wasm", "onnxruntime-web, wasm"),
  inNode(2, "onnxruntime-web-wasm", "onnxruntime-web, wasm"),
  inNode(1, "tfjs-wasm", "tfjs, wasm"),
  inPage(1, "onnxruntime-web-wasm", "onnxruntime-web, wasm"),
  inPage(2, "onnxruntime-web-wasm", "onnxruntime-web, wasm"),
  inPage(1, "tfjs-wasm", "tfjs, wasm"),
];

/** A GPU in software needs seconds for a step of the smallest network, and minutes for others: it shows that these run, and agree. */
const onSoftwareGpu: readonly Contender[] = [
  inNode(1, "onnxruntime-node-webgpu", "onnxruntime-node, WebGPU in software"),
  inPage(1, "onnxruntime-web-webgpu", "onnxruntime-web, WebGPU in software"),
  inPage(1, "tfjs-webgpu", "tfjs, WebGPU in software"),
].map((contender) => ({ ...contender, maximumRounds: 1 }));

interface Participants {
  readonly own: readonly Contender[];
  /** What else takes the step: it is written for each by hand. */
  readonly peers: readonly Contender[];
}

const participants: Readonly<Record<string, Participants>> = {
  lenet5: { own: [...onProcessors, ...onSoftwareGpu], peers: [jaxContender(), tfjsContender()] },
  "vgg-mini": { own: onProcessors, peers: [tfjsContender()] },
  resnet20: { own: onProcessors, peers: [] },
  lstm: { own: onProcessors, peers: [tfjsContender()] },
};

export const runtimeCases: readonly Case[] = Object.entries(participants).map(([name, { own, peers }]) => {
  const { title, steps } = workloadNamed(name);
  return {
    name: `runtimes-${name}`,
    title,
    write: (path) => writeProblem(path, name),
    own,
    peers: () => peers,
    steps(contender): StepCounts {
      if (contender.family === "tfjs" || onSoftwareGpu.includes(contender)) return [1, 1];
      if (contender.family === "jax") return [2, 3];
      // As many before those that are timed as engines need to compile WebAssembly once more, with optimisation.
      return [Math.ceil(steps / 2), Math.ceil(steps / 4)];
    },
  };
});
