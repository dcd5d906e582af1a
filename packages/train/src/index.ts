export { withAverages, type AverageOptions } from "./averages.js";
export { typesOf, type BatchTensors, type BatchTypes, type Supervised } from "./batch-types.js";
export { memoryCheckpoints, type CheckpointStore } from "./checkpoint-store.js";
export { clipByGlobalNorm, clipByValue, type Clip, type ClippedByNorm } from "./clipping.js";
export {
  classificationMetrics,
  compileEvaluation,
  evaluateModel,
  type CompiledEvaluation,
  type CompileEvaluationOptions,
  type Evaluated,
  type EvaluateModelOptions,
  type Evaluation,
  type EvaluationOptions,
  type EvaluationRunOptions,
  type ForwardFunction,
  type Metric,
} from "./evaluate-model.js";
export { type EarlyStopping } from "./early-stopping.js";
export { fit, type CheckpointOptions, type FitOptions, type FitResult, type Length, type Validation } from "./fit.js";
export * from "./losses/index.js";
export { accuracy, confusionMatrix, meanCrossEntropy, predictedClasses, topK, type Scored } from "./metrics.js";
export * from "./optimizers/index.js";
export { recalibrateBatchNorm, type RecalibrateOptions } from "./recalibrate-batch-norm.js";
export { recipeHash } from "./recipe-hash.js";
export {
  glyphsData,
  mnistData,
  recipeDataContext,
  withShuffledLabels,
  type RecipeData,
  type RecipeDataContext,
  type RecipeDatasets,
} from "./recipe-data.js";
export { supervisedRecipe, type SupervisedRecipeOptions } from "./recipe.js";
export * from "./schedules.js";
export { boundaryF1, classIous, meanIou, segmentationMetrics } from "./segmentation-metrics.js";
export {
  compileTrainStep,
  traceTrainStep,
  type LossFunction,
  type LossValue,
  type StepOptions,
  type StepResult,
  type TrainStep,
  type TrainStepGraphOptions,
  type TrainStepOptions,
} from "./train-step.js";
export { withoutTraining } from "./without-training.js";
export { valueAndGradient, type ValueAndGradient, type ValueAndGradientOptions } from "./value-and-gradient.js";
