export { defineFamily } from "./define-family.js";
export { digitLabels } from "./digit-labels.js";
export type { Family, FamilyDefinition, LoadOptions, Paper, UseOptions } from "./family.js";
export { inferenceGraph } from "./inference-graph.js";
export { isFamily } from "./is-family.js";
export { taskOf } from "./tasks/task-of.js";
export { isRemote, loadWeights } from "./load-weights.js";
export type { Preprocessing, TablePreprocessing, ViewPreprocessing } from "./preprocessing.js";
export {
  isWithin,
  passes,
  type Gate,
  type HistoryPoint,
  type MeasureContext,
  type Measurement,
  type Predictions,
  type Ratio,
  type Recipe,
  type RecipeContext,
  type RecipeProgress,
  type RecipeResult,
} from "./recipe.js";
export type { Box, BoxFinder, DetectOptions, Detection, Detector, Found } from "./tasks/detector.js";
export type { Generator, ImageRequest } from "./tasks/generator.js";
export type { ClassMap, HeatMap, Location } from "./tasks/heat-map.js";
export type { ImageClassifier } from "./tasks/image-classifier.js";
export { rankPredictions, type ClassifyOptions, type Prediction } from "./tasks/prediction.js";
export type { Segmentation, Segmenter } from "./tasks/segmenter.js";
export { preprocessRow, type TableClassifier } from "./tasks/table-classifier.js";
export { classifierFrom, interfaceFrom, type ClassifierParts, type Task, type TaskInterfaces } from "./tasks/task.js";
export { unusedTensors, type MapGrid, type Variant } from "./variant.js";
export type { TrainedFile, WeightsEntry } from "./weights-entry.js";
