export { descend, type DescendOptions } from "./descend.js";
export { lbfgs, type LbfgsOptions } from "./lbfgs.js";
export type { MinimizeOptions, MinimizerProgress, Minimum, StopReason } from "./minimize.js";
export type { Objective, ValueAtPoint, Vector } from "./objective.js";
export { objectiveOf, type ParametersObjective } from "./objective-of-parameters.js";
