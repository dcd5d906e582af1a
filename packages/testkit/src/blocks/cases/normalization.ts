import {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
  LocalResponseNorm,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

const positive = { running_var: { range: [0.5, 2] } } as const;

export const normalizationCases: readonly BlockCase[] = [
  {
    title: "BatchNorm1d: recorded statistics",
    inputs: [{ shape: [4, 3] }],
    create: () => new BatchNorm1d(3),
    state: positive,
  },
  {
    title: "BatchNorm2d: recorded statistics",
    inputs: [{ shape: [2, 3, 4, 3] }],
    create: () => new BatchNorm2d(3),
    state: positive,
  },
  {
    title: "BatchNorm2d: training",
    inputs: [{ shape: [3, 2, 4, 3] }],
    create: () => new BatchNorm2d(2, { epsilon: 1e-3 }),
    mode: "train",
    state: positive,
  },
  {
    title: "BatchNorm3d: training",
    inputs: [{ shape: [2, 2, 2, 3, 2] }],
    create: () => new BatchNorm3d(2),
    mode: "train",
    state: positive,
  },
  { title: "LayerNorm: last axis", inputs: [{ shape: [2, 3, 5] }], create: () => new LayerNorm(5) },
  { title: "LayerNorm: two axes", inputs: [{ shape: [2, 3, 5] }], create: () => new LayerNorm([3, 5]) },
  { title: "GroupNorm: 2 groups of 3", inputs: [{ shape: [2, 6, 3, 4] }], create: () => new GroupNorm(2, 6) },
  {
    title: "GroupNorm: one group, not affine",
    inputs: [{ shape: [2, 4, 5] }],
    create: () => new GroupNorm(1, 4, { affine: false, epsilon: 1e-3 }),
  },
  { title: "InstanceNorm1d: plain", inputs: [{ shape: [2, 3, 7] }], create: () => new InstanceNorm1d(3) },
  {
    title: "InstanceNorm2d: affine",
    inputs: [{ shape: [2, 3, 4, 5] }],
    create: () => new InstanceNorm2d(3, { affine: true }),
  },
  { title: "InstanceNorm3d: plain", inputs: [{ shape: [2, 2, 2, 3, 4] }], create: () => new InstanceNorm3d(2) },
  {
    title: "LocalResponseNorm: of AlexNet",
    inputs: [{ shape: [2, 7, 3, 2], range: [-3, 3] }],
    create: () => new LocalResponseNorm({ alpha: 0.5 }),
  },
  {
    title: "LocalResponseNorm: alpha not divided",
    inputs: [{ shape: [1, 6, 2, 3], range: [-3, 3] }],
    create: () => new LocalResponseNorm({ size: 3, alpha: 0.5, k: 1, divideAlpha: false }),
  },
  {
    title: "LocalResponseNorm: even size, sequences",
    inputs: [{ shape: [2, 5, 4], range: [-3, 3] }],
    create: () => new LocalResponseNorm({ size: 4, alpha: 0.5, beta: 0.5 }),
  },
];
