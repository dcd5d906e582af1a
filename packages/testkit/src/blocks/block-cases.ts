import type { BlockCase } from "./block-case.js";
import { attentionCases } from "./cases/attention.js";
import { gradientFlowCases } from "./cases/gradient-flow.js";
import { linearCases } from "./cases/linear.js";
import { memoryCases } from "./cases/memory.js";
import { treeCases } from "./cases/tree.js";

/** The conformance cases of all blocks and of the functions above the primitives, by theme. */
export const blockCases: readonly BlockCase[] = [
  ...linearCases,
  ...attentionCases,
  ...gradientFlowCases,
  ...memoryCases,
  ...treeCases,
];
