import type { NDArray } from "../ndarray.js";
import type { Initializer } from "../random/initializers.js";
import type { OpDefinition } from "../ops/define.js";
import type { Tensor } from "../tensor.js";

/** The constant part of a node: plain data, arrays of numbers, a body graph. */
export type Attributes = { readonly [key: string]: unknown };

/** What a node can be besides a primitive: where values enter the graph. */
export type LeafName = "input" | "constant" | "state" | "random";

/**
 * A named stretch of nodes, made by `composite`. A backend whose table has the name may replace the whole stretch by
 * something native, provided that nothing outside uses what is inside.
 */
export interface Region {
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly parent: Region | undefined;
}

/** One operation of the graph. Its op is a primitive's name, a {@link LeafName}, or `"composite"` after lowering. */
export interface Node {
  readonly op: string;
  /** The primitive's row; undefined for leaves and composites. */
  readonly definition: OpDefinition | undefined;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** The path of the block in whose `forward` the node was made, `""` outside of any. */
  readonly path: string;
  readonly region: Region | undefined;
  /** The builder that made the node: how a nested body recognises what it captures. */
  readonly owner: object;
}

export interface Named {
  readonly name: string;
  readonly tensor: Tensor;
}

export type Distribution = "uniform" | "normal";

/** An input which the executor fills with random numbers, keyed by (seed, stream, step). */
export interface RandomInput {
  readonly tensor: Tensor;
  readonly distribution: Distribution;
  readonly stream: string;
}

/** `parameter`s are trained, `buffer`s are updated by the forward pass, `slot`s belong to an update rule. */
export type StateKind = "parameter" | "buffer" | "slot";

/** A value that outlives a run: read at its start, and written at its end where `output` is set. */
export interface StateEntry {
  readonly name: string;
  readonly kind: StateKind;
  readonly tensor: Tensor;
  readonly output: Tensor | undefined;
  readonly initializer: Initializer;
}

/** A report of one tensor at run time: mean, standard deviation, minimum and maximum, in this order in `tensor`. */
export interface Probe {
  readonly label: string;
  readonly path: string;
  /** What is reported on. */
  readonly source: Tensor;
  readonly tensor: Tensor;
}

/** A traced function. Nodes stand in topological order. Graphs are never changed, only rewritten into new ones. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly inputs: readonly Named[];
  readonly random: readonly RandomInput[];
  readonly state: readonly StateEntry[];
  readonly outputs: readonly Named[];
  readonly probes: readonly Probe[];
}

/** The value of a constant node. */
export function constantOf(node: Node): NDArray | undefined {
  return node.op === "constant" ? (node.attributes["value"] as NDArray) : undefined;
}
