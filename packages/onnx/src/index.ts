export { buildModel, outputName, type ModelOptions, type ModelState, type OnnxModel } from "./build-model.js";
export { decodeModel, encodeModel } from "./codec.js";
export { exportModel } from "./export-model.js";
export {
  exportModelFiles,
  exportModelSet,
  type ExternalOptions,
  type ModelFiles,
  type ModelSetFiles,
} from "./external-data.js";
export { LoweringContext } from "./lowering-context.js";
export {
  unsupported,
  type AttributesOf,
  type CompositeLowerings,
  type LoweredOutput,
  type LoweredOutputs,
  type Lowering,
  type Lowerings,
} from "./lowering.js";
export { compositeLowerings } from "./lowerings/composites.js";
export { convolutionAttributes, onnxPads } from "./lowerings/convolution.js";
export { keptSize, type PixelSteps } from "./pixels.js";
export * from "./schema/onnx_pb.js";
export type { AttributeValue, NodeAttributes, Operator } from "./scope.js";
export { countOperators } from "./summarize.js";
export { onnxLowerings } from "./table.js";
export { float, int64, type Value, type ValueType } from "./values.js";
