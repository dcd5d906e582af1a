export type { FamilyCheck, FamilyCheckGroup, OpenBackends } from "./family-check.js";
export type { Training } from "./overfit.js";
export { describeAgreement } from "./describe-agreement.js";
export { describeFamily, type FamilyTestOptions } from "./describe-family.js";
export { describeTwin } from "./describe-twin.js";
export { describeWeights, type WeightsTestOptions } from "./describe-weights.js";
export { familyChecks, type FamilyCheckOptions } from "./family-checks.js";
export { isQuicklyRun } from "./multiplications.js";
export { twinChecks, type TwinGolden } from "./twin-checks.js";
