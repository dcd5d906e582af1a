import type { Graph, Node } from "./graph.js";
import { concrete } from "../reference/evaluate-graph.js";

/** Multiply-accumulate operations of one node of a specialised graph. */
export function nodeCost(node: Node): number {
  const cost = node.definition?.cost;
  return cost === undefined ? 0 : cost(node.inputs.map(concrete), node.outputs.map(concrete), node.attributes);
}

/** Multiply-accumulate operations of a specialised graph. */
export function graphCost(graph: Graph): number {
  return graph.nodes.reduce((total, node) => total + nodeCost(node), 0);
}
