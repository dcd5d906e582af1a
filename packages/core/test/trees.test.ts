// Trees by level against the recursion over each tree, written out on the host.
import { describe, expect, it } from "vitest";
import {
  evaluate,
  gather,
  initialize,
  int32,
  mapStructure,
  ndarray,
  RandomStream,
  RecursiveCell,
  reduceTrees,
  referenceBackend,
  tensor,
  trace,
  treeLayout,
  treeLevels,
  TreeLSTMCell,
  type NDArray,
  type Tensor,
  type Tree,
  type TreeArrays,
} from "../src/index.js";

const dimension = 3;
const vocabulary = ndarray(new RandomStream(1).fillUniform(new Float32Array(10 * dimension), -1, 1), [10, dimension]);

function randomTree(stream: RandomStream, depth: number): Tree {
  if (depth === 0 || stream.uniform() < 0.2) return stream.integer(10);
  const [left, right] = [randomTree(stream, depth - 1), randomTree(stream, depth - 1)];
  return { left, right, label: stream.integer(3) };
}
const randomTrees = (count: number, depth: number) =>
  Array.from({ length: count }, (_, index) => randomTree(new RandomStream(index, "tree"), depth));

const tensors = (arrays: TreeArrays<NDArray>) =>
  Object.fromEntries(
    Object.entries(arrays).map(([name, value]) => [name, tensor(value)]),
  ) as unknown as TreeArrays<Tensor>;

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(Array.from(actual)).toEqual(expected.map((value) => expect.closeTo(value, 6)));
}

describe("trees by level", () => {
  it("equal the recursion over each tree, with weights by label", async () => {
    const cell = new RecursiveCell(dimension, { labels: 3 });
    const trees = randomTrees(12, 5);
    const { arrays, layout } = treeLevels(trees);
    const roots = await evaluate(
      () => {
        const inputs = tensors(arrays);
        const leaves = gather(tensor(vocabulary), inputs.leaves);
        const states = reduceTrees(leaves, inputs, layout, (left, right, labels) => cell.forward(left, right, labels));
        return gather(states, inputs.roots);
      },
      { model: cell },
    );
    const state = initialize(cell);
    const [weight, bias] = [state.get("weight")!.data, state.get("bias")!.data];
    const recurse = (tree: Tree): number[] => {
      if (typeof tree === "number") return Array.from(vocabulary.data.slice(tree * dimension, (tree + 1) * dimension));
      const children = [...recurse(tree.left), ...recurse(tree.right)];
      return Array.from({ length: dimension }, (_, row) => {
        const at = tree.label! * dimension + row;
        const sum = children.reduce((total, value, column) => total + value * weight[at * 2 * dimension + column]!, 0);
        return Math.tanh(sum + bias[at]!);
      });
    };
    expectClose(roots.data, trees.flatMap(recurse));
  });

  it("give each tree the state it has alone, whatever else is in the batch, for states of several tensors", async () => {
    const cell = new TreeLSTMCell(dimension);
    const rootsOf = async (trees: readonly Tree[], room = treeLayout([trees])) => {
      const { arrays, layout } = treeLevels(trees, room);
      return evaluate(
        () => {
          const inputs = tensors(arrays);
          const x = gather(tensor(vocabulary), inputs.leaves);
          const states = reduceTrees({ h: x, c: x }, inputs, layout, (left, right) => ({
            ...cell.forward(left, right),
          }));
          return gather(states.h, inputs.roots);
        },
        { model: cell },
      );
    };
    const trees = randomTrees(6, 4);
    const together = await rootsOf(trees);
    for (const [index, tree] of trees.entries()) {
      const alone = await rootsOf([tree], treeLayout([trees, [tree]]));
      const from = index * dimension;
      expectClose(alone.data.slice(0, dimension), Array.from(together.data.slice(from, from + dimension)));
    }
  });

  it("run batches of different trees on one graph of a common layout", async () => {
    const cell = new RecursiveCell(dimension);
    const batches = [randomTrees(4, 3), randomTrees(7, 5).slice(4)];
    const layout = treeLayout(batches);
    const inner = layout.levels.reduce((sum, count) => sum + count, 0);
    const types = {
      leaves: int32(layout.leaves),
      left: int32(inner),
      right: int32(inner),
      labels: int32(inner),
      roots: int32(layout.trees),
    };
    const graph = trace(
      (inputs) => {
        const states = reduceTrees(gather(tensor(vocabulary), inputs.leaves), inputs, layout, (left, right) =>
          cell.forward(left, right),
        );
        return gather(states, inputs.roots);
      },
      types,
      { model: cell },
    );
    const executable = await referenceBackend().compile(graph, { weights: initialize(cell) });
    for (const batch of batches) {
      const { outputs } = await executable.run({ ...treeLevels(batch, layout).arrays });
      const own = treeLevels(batch);
      const alone = await evaluate(
        () => {
          const inputs = tensors(own.arrays);
          const leaves = gather(tensor(vocabulary), inputs.leaves);
          return gather(
            reduceTrees(leaves, inputs, own.layout, (left, right) => cell.forward(left, right)),
            inputs.roots,
          );
        },
        { model: cell },
      );
      expectClose(outputs["output"]!.data.slice(0, alone.data.length), [...alone.data]);
    }
  });

  it("have the rows that the documentation shows", () => {
    const { arrays, layout } = treeLevels([{ left: 4, right: { left: 2, right: 7 } }, 3]);
    const plain = mapStructure(
      arrays,
      (value): value is NDArray => "data" in (value as object),
      ({ data }) => [...data],
    );
    expect(plain).toEqual({ leaves: [4, 2, 7, 3], left: [1, 0], right: [2, 4], labels: [0, 0], roots: [5, 3] });
    expect(layout).toEqual({ trees: 2, leaves: 4, levels: [1, 1] });
  });

  it("take trees deeper than the stack of JavaScript", () => {
    let deep: Tree = 0;
    for (let depth = 0; depth < 50_000; depth++) deep = { left: deep, right: 1 };
    expect(treeLayout([[deep]]).levels).toHaveLength(50_000);
  });

  it("refuse leaves and states that are none", async () => {
    expect(() => treeLevels([{ left: 0.5, right: 1 }])).toThrow("a leaf must be a whole number, got 0.5");
    expect(() => treeLevels([{ left: 0, right: 1, label: Number.NaN }])).toThrow(
      "a label must be a whole number, got NaN",
    );
    const { arrays, layout } = treeLevels([{ left: 0, right: 1 }]);
    await expect(
      evaluate(() => reduceTrees(tensor(vocabulary), tensors(arrays), layout, (left) => left)),
    ).rejects.toThrow("reduceTrees expects states of 2 leaves, got float32[10,3]");
  });

  it("say what does not fit into a layout", () => {
    const layout = treeLayout([[{ left: 0, right: 1 }]]);
    expect(() => treeLevels([{ left: 0, right: { left: 1, right: 2 } }], layout)).toThrow(
      "treeLevels: the batch needs 1 trees, 3 leaves, levels [1,1], the layout has 1 trees, 2 leaves, levels [1]",
    );
  });
});
