/** What the page can compute on. */
export const runtimes = {
  "ort-wasm": "ONNX Runtime · WebAssembly",
  "ort-webgpu": "ONNX Runtime · WebGPU",
  "tfjs-wasm": "TensorFlow.js · WebAssembly",
  "tfjs-webgl": "TensorFlow.js · WebGL",
  "tfjs-webgpu": "TensorFlow.js · WebGPU",
} as const;

export type RuntimeName = keyof typeof runtimes;

export const runtimeNames = Object.keys(runtimes) as readonly RuntimeName[];

export function isRuntimeName(name: string): name is RuntimeName {
  return Object.hasOwn(runtimes, name);
}
