export { onnxruntime, type OnnxRuntimeOptions } from "./backend.js";
export type { WasmPaths } from "./ort.js";
export { providerModel, supportOf, type Provider } from "./providers.js";
