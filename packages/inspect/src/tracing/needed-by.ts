import type { Node, Tensor } from "@blockzoo/core";

/** The nodes that some tensors are computed from. */
export function neededBy(nodes: readonly Node[], tensors: readonly Tensor[]): Node[] {
  const needed = new Set(tensors.map((tensor) => tensor.node));
  for (const node of nodes.toReversed()) {
    if (needed.has(node)) for (const input of node.inputs) needed.add(input.node);
  }
  return nodes.filter((node) => needed.has(node));
}
