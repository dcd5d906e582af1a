import { Embedding, Linear } from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

export const linearCases: readonly BlockCase[] = [
  { title: "Linear: matrix", inputs: [{ shape: [3, 4] }], create: () => new Linear(4, 2) },
  { title: "Linear: leading axes", inputs: [{ shape: [2, 3, 4] }], create: () => new Linear(4, 2, { bias: false }) },
  {
    title: "Embedding: repeated indices",
    inputs: [{ shape: [2, 3], dtype: "int32", values: [0, 4, 4, 1, 0, 4] }],
    create: () => new Embedding(5, 3),
  },
];
