import { convolutionRules } from "./convolution.js";
import { elementwiseBinaryRules } from "./elementwise-binary.js";
import { elementwiseUnaryRules } from "./elementwise-unary.js";
import { indexingRules } from "./indexing.js";
import { matMulRules } from "./matmul.js";
import { poolingRules } from "./pooling.js";
import { reduceRules } from "./reduce.js";
import type { GradientRules } from "./rule.js";
import { scanRules } from "./scan.js";
import { shapeRules } from "./shape.js";
import { slicingRules } from "./slicing.js";
import { specialRules } from "./special.js";

/** How every primitive is differentiated. The files are those of the rows in `ops/`. */
export const gradientRules = {
  ...elementwiseUnaryRules,
  ...elementwiseBinaryRules,
  ...reduceRules,
  ...matMulRules,
  ...convolutionRules,
  ...poolingRules,
  ...shapeRules,
  ...slicingRules,
  ...indexingRules,
  ...scanRules,
  ...specialRules,
} satisfies GradientRules;
