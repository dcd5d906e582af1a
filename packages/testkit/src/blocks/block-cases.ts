import type { BlockCase } from "./block-case.js";
import { activationCases } from "./cases/activations.js";
import { basicCases } from "./cases/basics.js";
import { convolutionCases } from "./cases/convolution.js";
import { filterCases, paddingCases, resizeCases } from "./cases/images.js";
import { linearCases } from "./cases/linear.js";
import { normalizationCases } from "./cases/normalization.js";
import { poolingCases } from "./cases/pooling.js";
import { recurrentCases } from "./cases/recurrent.js";

/** The conformance cases of all blocks and of the functions above the primitives, by theme. */
export const blockCases: readonly BlockCase[] = [
  ...linearCases,
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
