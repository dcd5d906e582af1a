export { conv, convTranspose, type ConvOptions } from "./convolution.js";
export {
  defineOp,
  type CaseInput,
  type ConcreteType,
  type OpCase,
  type OpDefinition,
  type VjpContext,
} from "./define.js";
export * from "./elementwise.js";
export * from "./indexing.js";
export { matMul } from "./matmul.js";
export * from "./pooling.js";
export * from "./reduce.js";
export { scan, type ScanOptions, type ScanStep } from "./scan.js";
export * from "./shape.js";
export { customGradient, stopGradient } from "./special.js";
export { primitives, type PrimitiveName } from "./table.js";
export type { PerAxis } from "./window.js";
