export { close, expectClose } from "./tolerance.js";
export { drawCase, drawInput, drawLike } from "./ops/draw.js";
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
export type { Exclusion } from "./exclusions.js";
export { describeBackendOps, describeGradients } from "./ops/describe-ops.js";
export type { BlockCase, BlockUnderTest } from "./blocks/block-case.js";
export { blockCases } from "./blocks/block-cases.js";
export {
  blockGradientGraph,
  blockGraph,
  checkBlock,
  checkBlockGradient,
  checkBlockGradientOn,
  drawBlockInputs,
  drawBlockState,
  runCase,
} from "./blocks/check-block.js";
export { describeBackendBlocks, describeBlockGradients } from "./blocks/describe-blocks.js";
export { describeFamily, type FamilyTestOptions, type OverfitOptions } from "./families/describe-family.js";
export { describeTwin, type TwinGolden } from "./families/describe-twin.js";
export { describeWeights, type WeightsTestOptions } from "./families/describe-weights.js";
