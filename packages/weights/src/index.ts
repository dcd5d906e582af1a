export { readSafetensors, writeSafetensors, type WeightsFile, type WriteSafetensorsOptions } from "./safetensors.js";
export { matchStateDict, type ExpectedTensor, type MatchOptions, type StateDict } from "./state-dict.js";
