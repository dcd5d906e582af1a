import type { PrimitiveName, Support } from "@blockzoo/core";
import { onnxLowerings, type Lowerings } from "@blockzoo/onnx";
import { convRow, convTranspose } from "./convolution.js";
import { abs, neg, or, sign } from "./elementwise.js";
import { argMax, gatherElements, sliceRow, splitRow } from "./indexing.js";
import { maxPoolRow } from "./pooling.js";
import { scan } from "./unrolled-scan.js";

/*
 * What ONNX Runtime's WebGPU provider has no kernel for, or computes wrongly (1.30, found by running every op case with
 * `session.disable_cpu_ep_fallback`), written as ops that it does run. Only long loops are left to the host.
 */

export const webgpuLowerings: Lowerings<PrimitiveName> = {
  ...onnxLowerings,
  neg,
  abs,
  sign,
  or,
  argMax,
  slice: sliceRow,
  split: splitRow,
  gatherElements,
  conv: convRow,
  maxPool: maxPoolRow,
  convTranspose,
  scan,
};

/** What became of the rows that are not the common ones, for the table of what is supported. */
export const webgpuSupport: Partial<Record<PrimitiveName, Support>> = {
  neg: { decomposedFor: "int32" },
  abs: { decomposedFor: "int32" },
  sign: "decomposed",
  or: "decomposed",
  argMax: "decomposed",
  slice: { decomposedFor: "int32, and steps backwards that do not begin at the last element" },
  split: { decomposedFor: "more than 7 pieces" },
  gatherElements: { decomposedFor: "int32" },
  conv: { decomposedFor: "6, 9, 15 ... input channels, groups of volumes, and groups of 5, 6, 7, 9, 10 ... outputs" },
  maxPool: { decomposedFor: "switches" },
  convTranspose: { decomposedFor: "three spatial axes, and groups of several inputs with one output" },
  scan: "decomposed",
};

/**
 * BatchNormalization in training mode fails, LogSoftmax, LRN and MaxUnpool have no kernel, InstanceNormalization is wrong for
 * what groupNorm makes of groups, and not every release has the recurrent operators: their definitions run.
 */
export const webgpuLacks: readonly string[] = [
  "batchNormTraining",
  "groupNorm",
  "gru loop",
  "logSoftmax",
  "lrn",
  "lstm loop",
  "maxPoolGradient",
  "rnn loop",
];
