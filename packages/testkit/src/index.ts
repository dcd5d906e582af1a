export { close, expectClose } from "./tolerance.js";
export { centralDifferences } from "./differences.js";
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
export { describeRuns, type Exclusion } from "./exclusions.js";
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
export { knownState, knownValues, projection } from "./states/known-values.js";
export { randomState } from "./states/random-state.js";
export { describeExecutables } from "./backends/describe-executables.js";
export { describeGraphs } from "./backends/describe-graphs.js";
export { describeScan } from "./backends/describe-scan.js";
export { describeTraining } from "./backends/describe-training.js";
