import {
  RecursiveCell,
  reduceTrees,
  relu,
  treeLevels,
  TreeLSTMCell,
  TreeLSTMLeaf,
  type CaseInput,
  type LstmState,
  type RecursiveCellOptions,
  type Tensor,
  type Tree,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";
import { Called } from "../called.js";

/** Two trees of height 2 and 3, the second with all its weight on the right. */
const trees: readonly Tree[] = [
  { left: { left: 0, right: 1, label: 1 }, right: { left: 2, right: 3 }, label: 2 },
  { left: 4, right: { left: 5, right: { left: 6, right: 7, label: 2 }, label: 1 } },
];
const { arrays, layout } = treeLevels(trees);

const int32 = (values: ArrayLike<number>): CaseInput => ({
  shape: [values.length],
  dtype: "int32",
  values: Array.from(values),
});
const [left, right, labels] = [arrays.left, arrays.right, arrays.labels].map(({ data }) => int32(data));
const pair: readonly CaseInput[] = [{ shape: [4, 3] }, { shape: [4, 3] }];

/** Cells by label over the two trees. */
const recursive = (options: RecursiveCellOptions) =>
  new Called(new RecursiveCell(3, options), (cell, leaves, l, r, kinds) =>
    reduceTrees(leaves, { left: l, right: r, labels: kinds }, layout, (a, b, own) => cell.forward(a, b, own)),
  );

export const treeCases: readonly BlockCase[] = [
  { title: "RecursiveCell: tanh", inputs: pair, create: () => new RecursiveCell(3) },
  {
    title: "RecursiveCell: tensor, ReLU",
    inputs: pair,
    create: () => new RecursiveCell(3, { tensor: true, activation: relu }),
  },
  {
    title: "RecursiveCell: a weight for each label",
    inputs: [...pair, int32([2, 0, 1, 2])],
    create: () => new RecursiveCell(3, { labels: 3 }),
  },
  {
    title: "TreeLSTMLeaf: four leaves",
    inputs: [{ shape: [4, 2] }],
    create: () => new Called(new TreeLSTMLeaf(2, 3), (block, x) => block.forward(x)),
  },
  {
    title: "TreeLSTMCell: four nodes",
    inputs: [...pair, ...pair],
    create: () =>
      new Called(new TreeLSTMCell(3), (block, ...inputs) => {
        const [hLeft, cLeft, hRight, cRight] = inputs as [Tensor, Tensor, Tensor, Tensor];
        return block.forward({ h: hLeft, c: cLeft }, { h: hRight, c: cRight });
      }),
  },
  {
    title: "reduceTrees: two trees by level, weights by label",
    inputs: [{ shape: [8, 3] }, left!, right!, labels!],
    create: () => recursive({ labels: 3 }),
  },
  {
    title: "reduceTrees: two trees by level, states of two tensors",
    inputs: [{ shape: [8, 3] }, { shape: [8, 3] }, left!, right!, labels!],
    create: () =>
      new Called(new TreeLSTMCell(3), (block, ...inputs) => {
        const [h, c, l, r, kinds] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
        const children = { left: l, right: r, labels: kinds };
        return reduceTrees<LstmState>({ h, c }, children, layout, (a, b) => block.forward(a, b));
      }),
  },
];
