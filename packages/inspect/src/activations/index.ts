export type { FunctionName } from "../tracing/function-calls.js";
export { activationsOf, type ActivationsOptions } from "./activations.js";
export { gatesOf, type GatesOptions } from "./gates.js";
