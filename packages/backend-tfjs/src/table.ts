import type { PrimitiveName } from "@blockzoo/core";
import type { Lowerings } from "./lowering.js";
import * as convolution from "./lowerings/convolution.js";
import * as elementwise from "./lowerings/elementwise.js";
import * as indexing from "./lowerings/indexing.js";
import * as matmul from "./lowerings/matmul.js";
import * as pooling from "./lowerings/pooling.js";
import * as reduce from "./lowerings/reduce.js";
import * as scan from "./lowerings/scan.js";
import * as shape from "./lowerings/shape.js";
import * as special from "./lowerings/special.js";
import * as transposedConvolution from "./lowerings/transposed-convolution.js";

/** How every primitive is written in kernels of tfjs. */
export const lowerings: Lowerings<PrimitiveName> = {
  neg: elementwise.neg,
  abs: elementwise.abs,
  sign: elementwise.sign,
  exp: elementwise.exp,
  log: elementwise.log,
  sqrt: elementwise.sqrt,
  floor: elementwise.floor,
  tanh: elementwise.tanh,
  sigmoid: elementwise.sigmoid,
  relu: elementwise.relu,
  erf: elementwise.erf,
  not: elementwise.not,
  cast: elementwise.cast,
  add: elementwise.add,
  sub: elementwise.sub,
  mul: elementwise.mul,
  div: elementwise.div,
  pow: elementwise.pow,
  maximum: elementwise.maximum,
  minimum: elementwise.minimum,
  equal: elementwise.equal,
  less: elementwise.less,
  and: elementwise.and,
  or: elementwise.or,
  where: elementwise.where,
  reduceSum: reduce.reduceSum,
  reduceMean: reduce.reduceMean,
  reduceMax: reduce.reduceMax,
  argMax: reduce.argMax,
  matMul: matmul.matMul,
  conv: convolution.conv,
  convTranspose: transposedConvolution.convTranspose,
  maxPool: pooling.maxPool,
  averagePool: pooling.averagePool,
  reshape: shape.reshape,
  transpose: shape.transpose,
  expand: shape.expand,
  concat: shape.concat,
  slice: shape.slice,
  split: shape.split,
  pad: shape.pad,
  gather: indexing.gather,
  scatterAdd: indexing.scatterAdd,
  gatherElements: indexing.gatherElements,
  scatterElementsAdd: indexing.scatterElementsAdd,
  iota: indexing.iota,
  scan: scan.scan,
  stopGradient: special.stopGradient,
  customGradient: special.customGradient,
};
