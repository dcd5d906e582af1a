export {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  maximumLikelihoodRbf,
  type BinaryCrossEntropyOptions,
  type CrossEntropyOptions,
  type RbfLossOptions,
} from "./classification.js";
export { ctcLoss, type CtcLossOptions, type CtcReduction } from "./ctc.js";
export {
  binaryHinge,
  contrastiveRanking,
  hinge,
  marginRanking,
  tripletMargin,
  type HingeOptions,
  type MarginOptions,
} from "./margins.js";
export { type MaskOptions } from "./mean.js";
export { l1Penalty, l2Penalty, type PenaltyOptions } from "./penalties.js";
export {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  type HuberOptions,
  type SmoothL1Options,
} from "./regression.js";
