import { BlockzooError, check } from "../errors.js";
import { ndarray, type NDArray } from "../ndarray.js";
import { gather } from "../ops/indexing.js";
import { concat, slice } from "../ops/shape.js";
import { flattenStructure, mapStructure } from "../structure.js";
import { describeType, isTensor, type Tensor } from "../tensor.js";

/** A binary tree: a leaf is a number, such as that of a word, an inner node has two children. */
export type Tree = number | TreeNode;

export interface TreeNode {
  readonly left: Tree;
  readonly right: Tree;
  /** Which kind of node it is, such as that of its operator. Default 0. */
  readonly label?: number;
}

/** The room for a batch of trees: a graph is compiled for one layout, and batches are padded to it. */
export interface TreeLayout {
  readonly trees: number;
  readonly leaves: number;
  /** The number of inner nodes of height 1, 2 and so on. */
  readonly levels: readonly number[];
}

/** A batch of trees as int32 arrays, the inner nodes level by level; rows of the states are leaves first, then these. */
export interface TreeArrays<Value> {
  /** The numbers at the leaves, `[leaves]`. */
  readonly leaves: Value;
  /** The row of each inner node's left child, `[inner]`. */
  readonly left: Value;
  /** The row of each inner node's right child, `[inner]`. */
  readonly right: Value;
  /** The label of each inner node, `[inner]`. */
  readonly labels: Value;
  /** The row of each tree's root, `[trees]`. */
  readonly roots: Value;
}

/**
 * The smallest layout that holds each of some batches of trees, each alone: what a bucket of batches of about one size is
 * compiled for. Runs on the host.
 *
 * Useful for: one graph for many batches of trees.
 *
 * @example const layout = treeLayout(batches);
 */
export function treeLayout(batches: readonly (readonly Tree[])[]): TreeLayout {
  const all = batches.map((batch) => countNodes(batch.flatMap(nodesOf)));
  const height = Math.max(0, ...all.map(({ levels }) => levels.length));
  return {
    trees: Math.max(0, ...batches.map((batch) => batch.length)),
    leaves: Math.max(0, ...all.map(({ leaves }) => leaves)),
    levels: Array.from({ length: height }, (_, level) => Math.max(...all.map(({ levels }) => levels[level] ?? 0))),
  };
}

/**
 * Sorts the nodes of a batch of trees by height, so that {@link reduceTrees} evaluates all of one height at once. Runs on
 * the host; the arrays are inputs of the graph. Where the layout, by default the smallest, has room to spare, it is filled
 * with nodes and roots that point to row 0 and to which nothing points; leave their results out of the loss.
 *
 * R. Socher et al., "Parsing Natural Scenes and Natural Language with Recursive Neural Networks", 2011.
 *
 * Useful for: feeding trees of different shapes to one compiled graph.
 *
 * @example
 * const { arrays, layout } = treeLevels([{ left: 4, right: { left: 2, right: 7 } }, 3]);
 * // arrays.leaves 4, 2, 7, 3; arrays.left 1, 0; arrays.right 2, 4; arrays.roots 5, 3; layout.levels 1, 1
 * @throws BlockzooError where the layout has not enough room
 */
export function treeLevels(
  trees: readonly Tree[],
  layout: TreeLayout = treeLayout([trees]),
): { readonly arrays: TreeArrays<NDArray>; readonly layout: TreeLayout } {
  const perTree = trees.map(nodesOf);
  const nodes = perTree.flat();
  const needed = { trees: trees.length, ...countNodes(nodes) };
  const fits = needed.trees <= layout.trees && needed.leaves <= layout.leaves;
  if (!fits || needed.levels.some((count, level) => count > (layout.levels[level] ?? 0))) {
    const describe = (room: TreeLayout) => `${room.trees} trees, ${room.leaves} leaves, levels [${room.levels}]`;
    throw new BlockzooError(
      `treeLevels: the batch needs ${describe(needed)}, the layout has ${describe(layout)}: ` +
        "use smaller batches or the treeLayout of all of them",
    );
  }
  const starts = levelStarts(layout);
  const used = new Map<number, number>();
  for (const node of nodes) {
    const index = used.get(node.height) ?? 0;
    used.set(node.height, index + 1);
    node.row = starts[node.height]! + index;
  }
  const inner = starts.at(-1)! - layout.leaves;
  const arrays = {
    leaves: new Int32Array(layout.leaves),
    left: new Int32Array(inner),
    right: new Int32Array(inner),
    labels: new Int32Array(inner),
    roots: Int32Array.from({ length: layout.trees }, (_, index) => perTree[index]?.at(-1)?.row ?? 0),
  };
  for (const { tree, row, children } of nodes) {
    if (typeof tree === "number") {
      arrays.leaves[row] = whole("leaf", tree);
      continue;
    }
    const at = row - layout.leaves;
    arrays.left[at] = children![0].row;
    arrays.right[at] = children![1].row;
    arrays.labels[at] = whole("label", tree.label ?? 0);
  }
  const { leaves, left, right, labels, roots } = arrays;
  return {
    arrays: {
      leaves: ndarray(leaves),
      left: ndarray(left),
      right: ndarray(right),
      labels: ndarray(labels),
      roots: ndarray(roots),
    },
    layout,
  };
}

function whole(what: string, value: number): number {
  check(Number.isInteger(value), () => `treeLevels: a ${what} must be a whole number, got ${value}`);
  return value;
}

interface PlacedNode {
  readonly tree: Tree;
  readonly height: number;
  readonly children?: readonly [PlacedNode, PlacedNode];
  row: number;
}

/** The nodes of a tree, children before parents, the root last. A stack of its own: trees may be deeper than JavaScript's. */
function nodesOf(root: Tree): PlacedNode[] {
  const found: PlacedNode[] = [];
  const ready: PlacedNode[] = [];
  const open: { readonly tree: Tree; readonly seen: boolean }[] = [{ tree: root, seen: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { tree, seen } = next;
    if (typeof tree !== "number" && !seen) {
      open.push({ tree, seen: true }, { tree: tree.right, seen: false }, { tree: tree.left, seen: false });
      continue;
    }
    const children = typeof tree === "number" ? undefined : (ready.splice(-2) as [PlacedNode, PlacedNode]);
    const height = children === undefined ? 0 : 1 + Math.max(children[0].height, children[1].height);
    const node = { tree, height, row: 0, ...(children && { children }) };
    found.push(node);
    ready.push(node);
  }
  return found;
}

function countNodes(nodes: readonly PlacedNode[]): { readonly leaves: number; readonly levels: number[] } {
  const counts: number[] = [];
  for (const { height } of nodes) counts[height] = (counts[height] ?? 0) + 1;
  const [leaves = 0, ...levels] = counts;
  return { leaves, levels };
}

/** The first row of each height, and the end of the last. */
function levelStarts({ leaves, levels }: TreeLayout): number[] {
  const starts = [0, leaves];
  for (const count of levels) starts.push(starts.at(-1)! + count);
  return starts;
}

/**
 * Evaluates trees from the leaves to the roots, all nodes of one height at once: `p = combine(left, right, labels)`. It
 * equals the recursion over each tree. The states of the leaves are any plain structure of tensors `[leaves, ...]`, such as
 * `{ h, c }`; `combine` takes those of n children each and int32 labels `[n]`, and gives those of n nodes.
 *
 * @returns the states of all nodes, `[leaves + inner, ...]`; `gather(states, roots)` are those of the trees
 *
 * R. Socher et al., "Parsing Natural Scenes and Natural Language with Recursive Neural Networks", 2011, section 3.
 *
 * Useful for: sentences by their parse trees, formulas, programs: whatever is made of two parts again and again.
 *
 * @example
 * const states = reduceTrees(embedding.forward(trees.leaves), trees, layout, (left, right, labels) =>
 *   cell.forward(left, right, labels),
 * );
 */
export function reduceTrees<State>(
  leaves: State,
  trees: Pick<TreeArrays<Tensor>, "left" | "right" | "labels">,
  layout: Pick<TreeLayout, "leaves" | "levels">,
  combine: (left: State, right: State, labels: Tensor) => State,
): State {
  for (const [path, state] of flattenStructure(leaves, isTensor)) {
    check(
      state.shape[0] === layout.leaves,
      () => `reduceTrees expects states of ${layout.leaves} leaves, got ${`${path} ${describeType(state)}`.trim()}`,
    );
  }
  let states = leaves;
  let start = 0;
  for (const count of layout.levels) {
    const range = { axes: [0], starts: [start], ends: [start + count] };
    const [left, right] = [trees.left, trees.right].map((children) => pick(states, slice(children, range)));
    const level = combine(left!, right!, slice(trees.labels, range));
    const added = flattenStructure(level, isTensor);
    let index = 0;
    states = mapStructure(states, isTensor, (known) => concat([known, added[index++]![1]])) as State;
    start += count;
  }
  return states;
}

function pick<State>(states: State, rows: Tensor): State {
  return mapStructure(states, isTensor, (state) => gather(state, rows)) as State;
}
