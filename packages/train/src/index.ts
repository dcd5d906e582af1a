export type { CheckpointStore } from "@blockzoo/family";
export { withAverages, type AverageOptions } from "./averages.js";
export { typesOf, type BatchTensors, type BatchTypes, type Supervised } from "./batch-types.js";
export { chrf, type ChrfOptions, type TranslatedText } from "./chrf.js";
export { type Carry } from "./carry.js";
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
export {
  fit,
  type CheckpointOptions,
  type FitOptions,
  type FitPoint,
  type FitProgress,
  type FitResult,
  type Length,
  type Validation,
} from "./fit.js";
export { editDistance, labelErrorRate, type LabelledPair } from "./label-error-rate.js";
export * from "./losses/index.js";
export { memoryCheckpoints } from "./memory-checkpoints.js";
export { accuracy, confusionMatrix, meanCrossEntropy, predictedClasses, topK, type Scored } from "./metrics.js";
export * from "./minimizers/index.js";
export * from "./optimizers/index.js";
export { recalibrateBatchNorm, type RecalibrateOptions } from "./recalibrate-batch-norm.js";
export { learnInStages, type Stage, type StageContext } from "./recipes/learn-in-stages.js";
export { learnInSteps, type Stepped, type SteppedResult, type StepsOptions } from "./recipes/learn-in-steps.js";
export {
  glyphsData,
  mnistData,
  recipeDataContext,
  withShuffledLabels,
  type RecipeData,
  type RecipeDataContext,
  type RecipeDatasets,
} from "./recipes/recipe-data.js";
export { recipeHash } from "./recipes/recipe-hash.js";
export { recipeSeeds, type RecipeSeeds } from "./recipes/recipe-seeds.js";
export { fitContext } from "./recipes/fit-context.js";
export { recipe, type LearnContext, type Learned, type RecipeOptions } from "./recipes/recipe.js";
export { savedRun, type SavedRun } from "./recipes/saved-run.js";
export { supervisedRecipe, type SupervisedRecipeOptions } from "./recipes/supervised-recipe.js";
export { withoutTraining } from "./recipes/without-training.js";
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
export { valueAndGradient, type ValueAndGradient, type ValueAndGradientOptions } from "./value-and-gradient.js";
