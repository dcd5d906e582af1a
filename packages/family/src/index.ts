export type { Adjustment, BeforeStep, BetweenSteps } from "./between-steps.js";
export type { CheckpointStore } from "./checkpoint-store.js";
export { defineFamily } from "./define-family.js";
export { drawInputs, numericGraph, numericTypes, type DrawOptions } from "./draw-inputs.js";
export { exportedNetwork, trainingName, type Exported, type Namespace } from "./exported-network.js";
export type {
  Family,
  FamilyDefinition,
  LoadOptions,
  Paper,
  UseOptions,
  VariantsByName,
  WeightsByTag,
} from "./family.js";
export type {
  AttentionFigure,
  Figure,
  ImagesFigure,
  PointsFigure,
  PosteriorsFigure,
  TextFigure,
  TracesFigure,
} from "./figure.js";
export { callGraph, graphDefinition, graphTitle, inferenceGraph, mainOutput } from "./graphs.js";
export { isFamily } from "./is-family.js";
export type { Ancestor, Lineage } from "./lineage.js";
export { isRemote, loadWeights } from "./load-weights.js";
export { compileNetworks, type Network, type NetworkParts, type Networks } from "./network.js";
export { openVariant, type OpenedVariant, type VariantInUse } from "./open-variant.js";
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
export type { Disposable, Drill, ExportSteps, GraphNameOf, MeaningOf, Task, TaskParts, UseOf } from "./task.js";
export type {
  Answer,
  EjectedProgram,
  Examples,
  ExamplesOptions,
  Lesson,
  LessonOptions,
  LessonTraining,
  Request,
  Setting,
  TaskCommand,
} from "./task-command.js";
export { forward, sizedFor, unusedTensors, type GraphDefinition, type Variant } from "./variant.js";
export { trainedVariant, type TrainedFile, type WeightsEntry, type WeightsOf } from "./weights-entry.js";
