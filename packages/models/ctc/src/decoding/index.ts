export { bestPath, type DecodedPath } from "./best-path.js";
export type { DecodingOptions } from "./log-probabilities.js";
export { prefixBeamSearch, type BeamOptions, type Hypothesis, type LanguageModel } from "./prefix-beam-search.js";
