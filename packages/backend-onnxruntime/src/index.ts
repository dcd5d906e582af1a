export { onnxruntime, type OnnxRuntimeOptions } from "./backend.js";
export { probeRuntimes, type RuntimeProbe } from "./probe-runtimes.js";
export type { RuntimeName } from "./runtime.js";
