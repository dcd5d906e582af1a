import type { BlockCase } from "./block-case.js";
import { activationCases } from "./cases/activations.js";
import { attentionCases } from "./cases/attention.js";
import { basicCases } from "./cases/basics.js";
import { convolutionCases } from "./cases/convolution.js";
import { gradientFlowCases } from "./cases/gradient-flow.js";
import { filterCases, paddingCases, resizeCases } from "./cases/images.js";
import { linearCases } from "./cases/linear.js";
import { memoryCases } from "./cases/memory.js";
import { normalizationCases } from "./cases/normalization.js";
import { poolingCases } from "./cases/pooling.js";
import { recurrentCases } from "./cases/recurrent.js";
import { treeCases } from "./cases/tree.js";

/** The conformance cases of all blocks and of the functions above the primitives, by theme. */
export const blockCases: readonly BlockCase[] = [
  ...linearCases,
  ...attentionCases,
  ...gradientFlowCases,
  ...memoryCases,
  ...treeCases,
  ...basicCases,
  ...convolutionCases,
  ...poolingCases,
  ...normalizationCases,
  ...activationCases,
  ...recurrentCases,
  ...paddingCases,
  ...resizeCases,
  ...filterCases,
];
