export { onnxruntime, type OnnxRuntimeOptions } from "./backend.js";
export type { WasmPaths } from "./ort.js";
export type { Provider } from "./providers.js";
