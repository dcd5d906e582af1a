export { close, expectClose } from "./tolerance.js";
export { drawCase, drawLike } from "./ops/draw.js";
export {
  caseGradientGraph,
  caseGraph,
  checkAdjoint,
  checkForward,
  checkGradient,
  checkGradientOn,
  isDifferentiable,
  mutate,
  opTests,
  type OpTest,
} from "./ops/check-op.js";
export { describeBackendOps, describeGradients, type Exclusion } from "./ops/describe-ops.js";
export { describeFamily, type FamilyTestOptions } from "./families/describe-family.js";
export { describeWeights, type WeightsTestOptions } from "./families/describe-weights.js";
export type { FamilyCheck, FamilyCheckGroup, OpenBackends } from "./families/family-check.js";
export { familyChecks, type FamilyCheckOptions } from "./families/family-checks.js";
export type { Training } from "./families/overfit.js";
