export * from "./backend.js";
export { Block, callMethod } from "./blocks/block.js";
export { isBlock } from "./blocks/brand.js";
export {
  blockAt,
  blocksOf,
  countParameters,
  initialize,
  stateOf,
  trainableParameters,
  type NamedValue,
} from "./blocks/model.js";
export { Buffer, Parameter } from "./blocks/parameter.js";
export type { Model } from "./blocks/paths.js";
export { Features, features, freeze, recompute, replace, unfreeze } from "./blocks/surgery.js";
export { customGradient } from "./autodiff/custom-gradient.js";
export { gradients, vectorJacobianProduct } from "./autodiff/gradients.js";
export type { GradientContext, GradientRule, GradientRules } from "./autodiff/rules/rule.js";
export { gradientRules } from "./autodiff/rules/table.js";
export {
  evaluateDimension,
  foldDimension,
  type DimensionAlgebra,
  type DimensionOperator,
} from "./dimension-expression.js";
export { checkOptions, type OptionNames } from "./check-options.js";
export { isNumeric, numeric, numericShape, type Dimension, type Shape } from "./dimensions.js";
export { BlockzooError, check, messageOf, MissingPackageError } from "./errors.js";
export { parseNumbers, parseRecord, parseString, parseStrings, type PlainRecord } from "./plain-values.js";
export { importOptional } from "./import-optional.js";
export { nearestNames } from "./nearest-names.js";
export * from "./functions/activations.js";
export * from "./functions/attention.js";
export * from "./functions/gradient-flow.js";
export * from "./functions/length-mask.js";
export * from "./functions/lengths-after.js";
export * from "./functions/mel-filter-banks.js";
export * from "./functions/memory.js";
export * from "./functions/filters.js";
export * from "./functions/group-normalization.js";
export * from "./functions/normalization.js";
export * from "./functions/normalize-along-time.js";
export * from "./functions/padding.js";
export * from "./functions/patches.js";
export * from "./functions/pooling.js";
export { probe } from "./functions/probe.js";
export { random } from "./functions/random.js";
export * from "./functions/resize.js";
export { tensor } from "./functions/tensor.js";
export * from "./functions/trees.js";
export { currentBuilder, isTraining, type Mode, type TensorLike, type TensorSource } from "./graph/builder.js";
export { composite } from "./graph/composite.js";
export { graphCost, nodeCost } from "./graph/cost.js";
export { graphDocument, graphFrom, type GraphDocument } from "./graph/document.js";
export * from "./graph/graph.js";
export { bindWeights, openState } from "./graph/passes/bind-weights.js";
export { shareBetweenLoops } from "./graph/passes/loops/share-between-loops.js";
export { lower } from "./graph/passes/lower.js";
export { eliminateDeadCode } from "./graph/passes/eliminate-dead-code.js";
export { optimize } from "./graph/passes/optimize.js";
export { namesOf, specialize } from "./graph/passes/specialize.js";
export { hashGraph, printGraph } from "./graph/print.js";
export { bodyOf, rewrite, type Rewriter, type RewriteOptions } from "./graph/rewrite.js";
export { trace, type InputTypes, type TensorsOf, type TraceOptions } from "./graph/trace.js";
export { verify } from "./graph/verify.js";
export * from "./layers/index.js";
export * from "./ndarray.js";
export * from "./ops/index.js";
export { freeNow } from "./free-now.js";
export { Interruption } from "./interruption.js";
export { inTurn } from "./in-turn.js";
export { pauses } from "./pauses.js";
export { initialState, randomFeeds } from "./random-inputs.js";
export * from "./random/index.js";
export { evaluateBody, evaluateNodes } from "./reference/evaluate-graph.js";
export { evaluate, type EvaluateOptions, type ValuesOf } from "./reference/evaluate.js";
export { checkCompileOptions } from "./reference/compile-options.js";
export { checkFeeds } from "./reference/feeds.js";
export {
  foreignState,
  probeReports,
  referenceBackend,
  stateFor,
  type ReferenceOptions,
} from "./reference/reference-backend.js";
export { HostStateStore, NamedState } from "./reference/state-store.js";
export { difference, tolerances, type Tolerance } from "./reference/tolerance.js";
export {
  probeBackend,
  selectBackend,
  type BackendCandidate,
  type BackendProbe,
  type SelectedBackend,
  type SelectOptions,
} from "./select-backend.js";
export { flattenStructure, mapStructure, type Structure } from "./structure.js";
export { connectBackend, type BackendWorker } from "./worker/connect-backend.js";
export { serveBackend } from "./worker/serve-backend.js";
export { bool, describeType, float32, int32, isTensor, Tensor, type Stage, type TensorType } from "./tensor.js";
