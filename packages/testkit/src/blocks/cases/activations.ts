import {
  elu,
  gatedLinearUnit,
  gelu,
  hardTanh,
  leakyRelu,
  logSoftmax,
  maxout,
  PReLU,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
  type Tensor,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

/** Functions of each value on its own; no kink, at 0, -0.5, 2 or 6, is among the drawn. */
const elementwise: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  elu: (x) => elu(x),
  "elu: alpha 0.3": (x) => elu(x, 0.3),
  gelu,
  "hardTanh: bounds": (x) => hardTanh(x, { low: -0.5, high: 2 }),
  "leakyRelu: slope 0.2": (x) => leakyRelu(x, 0.2),
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  tanh,
};

export const activationCases: readonly BlockCase[] = [
  ...Object.entries(elementwise).map(([title, run]) => ({
    title,
    inputs: [{ shape: [4, 6], range: [-8, 8] as const, distinct: true }],
    create: () => (x: Tensor) => run(x),
  })),
  { title: "softmax: last axis", inputs: [{ shape: [2, 3, 4], range: [-3, 3] }], create: () => (x) => softmax(x) },
  {
    title: "softmax: channels",
    inputs: [{ shape: [2, 3, 4], range: [-3, 3] }],
    create: () => (x) => softmax(x, { axis: 1 }),
  },
  { title: "logSoftmax: last axis", inputs: [{ shape: [3, 5], range: [-9, 9] }], create: () => (x) => logSoftmax(x) },
  { title: "PReLU: one slope", inputs: [{ shape: [3, 4], distinct: true }], create: () => new PReLU() },
  { title: "PReLU: a slope a channel", inputs: [{ shape: [2, 3, 4, 2], distinct: true }], create: () => new PReLU(3) },
  {
    title: "maxout: channels",
    inputs: [{ shape: [2, 6, 3, 2], distinct: true }],
    create: () => (x) => maxout(x, { pieces: 3 }),
  },
  {
    title: "maxout: last axis",
    inputs: [{ shape: [2, 3, 8], distinct: true }],
    create: () => (x) => maxout(x, { pieces: 2, axis: -1 }),
  },
  { title: "gatedLinearUnit: last axis", inputs: [{ shape: [3, 6] }], create: () => (x) => gatedLinearUnit(x) },
  {
    title: "gatedLinearUnit: channels",
    inputs: [{ shape: [2, 4, 3, 2] }],
    create: () => (x) => gatedLinearUnit(x, { axis: 1 }),
  },
];
