export * from "./elman.js";
export * from "./gru.js";
export type { RecurrentLayersOptions, SequenceInputs, SequenceResult } from "./layers.js";
export * from "./lstm.js";
export * from "./minimal-gru.js";
export type { Recurrence, SequenceAttributes } from "./recurrence.js";
export type { LstmState } from "./states.js";
export type { RecurrentOptions } from "./weights.js";
