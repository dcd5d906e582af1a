import {
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  DepthwiseSeparableConv2d,
  LocallyConnected2d,
  unfold,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

const unevenPadding = [
  [0, 2],
  [1, 0],
] as const;

export const convolutionCases: readonly BlockCase[] = [
  {
    title: "Conv1d: stride 2, dilation 2, padding",
    inputs: [{ shape: [2, 3, 11] }],
    create: () => new Conv1d(3, 4, 3, { stride: 2, dilation: 2, padding: 2 }),
  },
  {
    title: "Conv1d: causal",
    inputs: [{ shape: [2, 4, 7] }],
    create: () => new Conv1d(4, 4, 2, { dilation: 3, padding: [[3, 0]], groups: 2, bias: false }),
  },
  {
    title: "Conv2d: odd sizes, stride 2",
    inputs: [{ shape: [2, 3, 7, 5] }],
    create: () => new Conv2d(3, 4, [3, 2], { stride: 2, padding: 1 }),
  },
  {
    title: "Conv2d: uneven padding, dilation",
    inputs: [{ shape: [1, 2, 6, 7] }],
    create: () => new Conv2d(2, 3, 2, { stride: [1, 2], dilation: [2, 1], padding: unevenPadding }),
  },
  {
    title: "Conv2d: 1x1",
    inputs: [{ shape: [2, 5, 3, 4] }],
    create: () => new Conv2d(5, 3, 1),
  },
  ...[1, 2, 3, 4, 8].map((perGroup) => ({
    title: `Conv2d: 2 groups of ${perGroup}`,
    inputs: [{ shape: [2, 2 * perGroup, 4, 3] }],
    create: () => new Conv2d(2 * perGroup, 6, 3, { groups: 2, padding: 1, bias: false }),
  })),
  {
    title: "Conv3d: stride, padding, groups",
    inputs: [{ shape: [1, 4, 4, 5, 3] }],
    create: () => new Conv3d(4, 2, [2, 3, 2], { stride: [1, 2, 1], padding: [1, 1, 0], groups: 2 }),
  },
  {
    title: "Conv3d: dilation",
    inputs: [{ shape: [1, 2, 3, 5, 4] }],
    create: () => new Conv3d(2, 2, 2, { dilation: [1, 2, 3], bias: false }),
  },
  {
    title: "ConvTranspose1d: stride 2, output padding",
    inputs: [{ shape: [2, 3, 5] }],
    create: () => new ConvTranspose1d(3, 4, 3, { stride: 2, padding: 1, outputPadding: 1 }),
  },
  {
    title: "ConvTranspose1d: groups, dilation",
    inputs: [{ shape: [2, 4, 5] }],
    create: () => new ConvTranspose1d(4, 6, 3, { groups: 2, dilation: 2, bias: false }),
  },
  {
    title: "ConvTranspose2d: stride 2",
    inputs: [{ shape: [2, 3, 3, 4] }],
    create: () => new ConvTranspose2d(3, 2, 4, { stride: 2, padding: 1 }),
  },
  {
    title: "ConvTranspose2d: strides, output padding, dilation",
    inputs: [{ shape: [1, 2, 3, 4] }],
    create: () => new ConvTranspose2d(2, 3, [3, 2], { stride: [3, 2], outputPadding: [1, 0], dilation: [1, 2] }),
  },
  ...[1, 2, 3, 4, 8].map((perGroup) => ({
    title: `ConvTranspose2d: 2 groups of ${perGroup}`,
    inputs: [{ shape: [1, 2 * perGroup, 3, 2] }],
    create: () => new ConvTranspose2d(2 * perGroup, 4, 3, { groups: 2, stride: 2, padding: 1, bias: false }),
  })),
  {
    title: "ConvTranspose3d: stride 2",
    inputs: [{ shape: [1, 2, 2, 3, 2] }],
    create: () => new ConvTranspose3d(2, 3, [2, 3, 2], { stride: 2, padding: [0, 1, 0], outputPadding: [0, 1, 0] }),
  },
  {
    title: "DepthwiseSeparableConv2d: stride 2",
    inputs: [{ shape: [2, 4, 5, 6] }],
    create: () => new DepthwiseSeparableConv2d(4, 3, 3, { stride: 2, padding: 1 }),
  },
  {
    title: "LocallyConnected2d: stride 2, padding",
    inputs: [{ shape: [2, 3, 5, 4] }],
    create: () => new LocallyConnected2d(3, 2, { input: [5, 4], kernel: [3, 2] }, { stride: 2, padding: [1, 0] }),
  },
  {
    title: "LocallyConnected2d: no bias",
    inputs: [{ shape: [3, 2, 3, 3] }],
    create: () => new LocallyConnected2d(2, 3, { input: 3, kernel: 2 }, { bias: false }),
  },
  {
    title: "unfold: stride, dilation, padding",
    inputs: [{ shape: [2, 3, 7, 6] }],
    create: () => (x) => unfold(x, { kernel: [3, 2], strides: [2, 1], dilations: [1, 2], padding: [1, 0] }),
  },
];
