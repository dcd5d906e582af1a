export { close, difference, expectClose, tolerances, type Tolerance } from "./tolerance.js";
export { drawCase, drawLike } from "./ops/draw.js";
export {
  caseGraph,
  checkAdjoint,
  checkForward,
  checkGradient,
  isDifferentiable,
  mutate,
  opTests,
  type OpTest,
} from "./ops/check-op.js";
export { describeBackendOps, describeGradients, type Exclusion } from "./ops/describe-ops.js";
export { describeFamily, type FamilyTestOptions } from "./families/describe-family.js";
