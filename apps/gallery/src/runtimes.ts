import type { Backend } from "@blockzoo/core";

interface Runtime {
  readonly title: string;
  open(): Promise<Backend>;
}

const onnxruntime = async (provider: "wasm" | "webgpu"): Promise<Backend> => {
  const { openOnnxRuntime } = await import("./onnxruntime.js");
  return openOnnxRuntime(provider);
};

const tfjs = async (device: "wasm" | "webgl" | "webgpu"): Promise<Backend> => {
  const { openTfjs } = await import("./tfjs.js");
  return openTfjs(device);
};

/** What the page can compute on; each is loaded when it is first chosen. */
export const runtimes = {
  "ort-wasm": { title: "ONNX Runtime · WebAssembly", open: () => onnxruntime("wasm") },
  "ort-webgpu": { title: "ONNX Runtime · WebGPU", open: () => onnxruntime("webgpu") },
  "tfjs-wasm": { title: "TensorFlow.js · WebAssembly", open: () => tfjs("wasm") },
  "tfjs-webgl": { title: "TensorFlow.js · WebGL", open: () => tfjs("webgl") },
  "tfjs-webgpu": { title: "TensorFlow.js · WebGPU", open: () => tfjs("webgpu") },
} as const satisfies Readonly<Record<string, Runtime>>;

export type RuntimeName = keyof typeof runtimes;

export const runtimeNames = Object.keys(runtimes) as readonly RuntimeName[];
