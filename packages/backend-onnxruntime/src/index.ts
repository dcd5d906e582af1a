export { onnxruntime, type OnnxRuntimeOptions } from "./backend.js";
export type { WasmPaths } from "./ort.js";
export { providerModel, type Provider } from "./providers.js";
