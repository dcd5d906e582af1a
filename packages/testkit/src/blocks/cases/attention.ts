import {
  AdditiveAttention,
  causalMask,
  dotProductAttention,
  maskedSoftmax,
  MultiHeadAttention,
  softAttention,
  type CaseInput,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";
import { Called } from "../called.js";

/** Two samples with 3 and 2 keys that count. */
const padding: CaseInput = { shape: [2, 3], dtype: "bool", values: [1, 1, 1, 1, 1, 0] };
const wide: CaseInput["range"] = [-3, 3];

export const attentionCases: readonly BlockCase[] = [
  {
    title: "maskedSoftmax: a row with all, some, one and none",
    inputs: [
      { shape: [4, 3], range: wide },
      { shape: [4, 3], dtype: "bool", values: [1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0] },
    ],
    create: () => (x, mask) => maskedSoftmax(x, mask),
  },
  {
    title: "softAttention: scores of its own",
    inputs: [{ shape: [2, 2, 3], range: wide }, { shape: [2, 3, 4] }],
    create: () => (scores, values) => softAttention(scores, values),
  },
  {
    title: "dotProductAttention: scaled",
    inputs: [{ shape: [2, 2, 4], range: wide }, { shape: [2, 3, 4] }, { shape: [2, 3, 5] }],
    create: () => (query, keys, values) => dotProductAttention(query, keys, values),
  },
  {
    title: "dotProductAttention: causal, biased, Luong's scale, over two leading axes",
    inputs: [
      { shape: [2, 2, 3, 4] },
      { shape: [2, 2, 3, 4] },
      { shape: [2, 2, 3, 2] },
      { shape: [2, 1, 3], range: wide },
    ],
    create: () => (query, keys, values, bias) =>
      dotProductAttention(query, keys, values, { mask: causalMask(3), bias: bias, scale: 1 }),
  },
  {
    title: "AdditiveAttention: queries and keys of different sizes",
    inputs: [{ shape: [2, 2, 4] }, { shape: [2, 3, 5] }],
    create: () => new Called(new AdditiveAttention(4, 5, 6), (block, q, memory) => block.forward(q, memory)),
  },
  {
    title: "AdditiveAttention: padding, other values",
    inputs: [{ shape: [2, 2, 4] }, { shape: [2, 3, 5] }, { shape: [2, 3, 2] }, { ...padding, shape: [2, 1, 3] }],
    create: () =>
      new Called(new AdditiveAttention(4, 5, 6), (block, q, memory, values, mask) =>
        block.forward(q, memory, { values: values, mask }),
      ),
  },
  {
    title: "MultiHeadAttention: self-attention",
    inputs: [{ shape: [2, 3, 4] }],
    create: () => new Called(new MultiHeadAttention(4, 2), (block, x) => block.forward(x)),
  },
  {
    title: "MultiHeadAttention: other keys and values, padding, a mask and a bias",
    inputs: [
      { shape: [2, 2, 4] },
      { shape: [2, 3, 4] },
      { shape: [2, 3, 4] },
      padding,
      { shape: [2, 3], dtype: "bool", values: [1, 0, 1, 1, 1, 1] },
      { shape: [2, 3], range: wide },
    ],
    create: () =>
      new Called(new MultiHeadAttention(4, 2), (block, query, key, value, keyMask, mask, bias) =>
        block.forward(query, key, value, { keyMask: keyMask, mask: mask, bias: bias }),
      ),
  },
  {
    title: "MultiHeadAttention: causal, no bias",
    inputs: [{ shape: [1, 4, 6] }],
    create: () =>
      new Called(new MultiHeadAttention(6, 3, { bias: false }), (block, x) =>
        block.forward(x, x, x, { mask: causalMask(4) }),
      ),
  },
];
