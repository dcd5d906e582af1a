import { averagePoolGradient, maxPoolGradient } from "../pooling-gradient.js";
import type { GradientRules } from "./rule.js";

export const poolingRules = {
  maxPool: ({ inputs: [x], outputs: [, switches], cotangents: [dy], attributes }) => [
    dy === undefined ? undefined : maxPoolGradient({ x: x!, switches: switches!, dy, ...attributes }),
  ],
  averagePool: ({ inputs: [x], cotangents: [dy], attributes }) => [
    averagePoolGradient({ x: x!, dy: dy!, ...attributes }),
  ],
} satisfies Partial<GradientRules>;
