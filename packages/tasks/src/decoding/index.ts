export { beamSearch, type BeamSearchOptions, type ScoredHypothesis } from "./beam-search.js";
export { greedy } from "./greedy.js";
export type { Hypothesis } from "./hypothesis.js";
export { networkStepper, type NetworkStepper } from "./network-stepper.js";
export { coveragePenalty, lengthPenalty } from "./penalties.js";
export { sample, type SampleOptions } from "./sample.js";
export type { SearchOptions } from "./search-options.js";
export type { DecodingState, Step, Stepper } from "./stepper.js";
