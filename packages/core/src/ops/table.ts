import * as convolution from "./convolution.js";
import type { OpDefinition } from "./define.js";
import * as elementwise from "./elementwise.js";
import * as indexing from "./indexing.js";
import * as matmul from "./matmul.js";
import * as pooling from "./pooling.js";
import * as reduce from "./reduce.js";
import * as scan from "./scan.js";
import * as shape from "./shape.js";
import * as special from "./special.js";

/**
 * Every primitive, one row each. A backend's table has the same keys (`satisfies Lowerings<PrimitiveName>`), so that an op
 * without a lowering does not compile.
 */
export const primitives = {
  // elementwise, one operand
  neg: elementwise.negOp,
  abs: elementwise.absOp,
  sign: elementwise.signOp,
  exp: elementwise.expOp,
  log: elementwise.logOp,
  sqrt: elementwise.sqrtOp,
  floor: elementwise.floorOp,
  tanh: elementwise.tanhOp,
  sigmoid: elementwise.sigmoidOp,
  relu: elementwise.reluOp,
  erf: elementwise.erfOp,
  not: elementwise.notOp,
  cast: elementwise.castOp,
  // elementwise, two or three operands, broadcast
  add: elementwise.addOp,
  sub: elementwise.subOp,
  mul: elementwise.mulOp,
  div: elementwise.divOp,
  pow: elementwise.powOp,
  maximum: elementwise.maximumOp,
  minimum: elementwise.minimumOp,
  equal: elementwise.equalOp,
  less: elementwise.lessOp,
  and: elementwise.andOp,
  or: elementwise.orOp,
  where: elementwise.whereOp,
  // reductions
  reduceSum: reduce.reduceSumOp,
  reduceMean: reduce.reduceMeanOp,
  reduceMax: reduce.reduceMaxOp,
  argMax: reduce.argMaxOp,
  // products and windows
  matMul: matmul.matMulOp,
  conv: convolution.convOp,
  convTranspose: convolution.convTransposeOp,
  maxPool: pooling.maxPoolOp,
  averagePool: pooling.averagePoolOp,
  // moves
  reshape: shape.reshapeOp,
  transpose: shape.transposeOp,
  expand: shape.expandOp,
  concat: shape.concatOp,
  slice: shape.sliceOp,
  split: shape.splitOp,
  pad: shape.padOp,
  // indices
  gather: indexing.gatherOp,
  scatterAdd: indexing.scatterAddOp,
  gatherElements: indexing.gatherElementsOp,
  scatterElementsAdd: indexing.scatterElementsAddOp,
  iota: indexing.iotaOp,
  // loops and gradients
  scan: scan.scanOp,
  stopGradient: special.stopGradientOp,
  customGradient: special.customGradientOp,
} as const;

export type PrimitiveName = keyof typeof primitives;

/** The attributes of a primitive, as its row declares them. */
export type AttributesOf<Name extends PrimitiveName> =
  (typeof primitives)[Name] extends OpDefinition<infer A> ? A : never;
