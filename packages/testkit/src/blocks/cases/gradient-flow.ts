import { gradientReversal, gradients, mul, reduceSum, square, surrogateLoss } from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

// What these are is in their gradients, which no difference of values shows: the cases give them as values.
export const gradientFlowCases: readonly BlockCase[] = [
  {
    title: "gradientReversal: the gradient of a sum of squares before it",
    inputs: [{ shape: [2, 3] }, { shape: [], values: [0.5] }],
    create: () => (x, strength) => gradients(reduceSum(square(gradientReversal(x, strength))), [x])[0]!,
    gradient: false,
  },
  {
    title: "surrogateLoss: the gradient of what made y",
    inputs: [{ shape: [2, 3] }, { shape: [2, 3] }],
    create: () => (x, gradient) => gradients(surrogateLoss(mul(square(x), x), gradient), [x])[0]!,
    gradient: false,
  },
];
