export { narrowFloat16 } from "./half-precision.js";
export { readSafetensors, writeSafetensors, type WeightsFile, type WriteSafetensorsOptions } from "./safetensors.js";
export { matchStateDict, type ExpectedTensor, type MatchOptions, type StateDict } from "./state-dict.js";
