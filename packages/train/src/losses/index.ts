export {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  maximumLikelihoodRbf,
  type CrossEntropyOptions,
  type RbfLossOptions,
} from "./classification.js";
export { type MaskOptions } from "./mean.js";
export { huber, meanAbsoluteError, meanSquaredError, type HuberOptions } from "./regression.js";
