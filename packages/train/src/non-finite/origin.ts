import { constantOf, type Graph, type Node, type Tensor } from "@blockzoo/core";
import type { Flags } from "./tapped-step.js";

/**
 * The op that made the first value which is not finite, of those that reached the loss or the state: from there back
 * along the inputs that are not finite, NaN before infinity, to a node whose inputs are.
 */
export function originOf(step: Graph, flagsOf: (tensor: Tensor) => Flags): Node | undefined {
  const order = new Map(step.nodes.map((node, index) => [node, index]));
  const fixed = constantTensors(step);
  const worst = (tensors: readonly Tensor[]): Tensor | undefined => {
    const bad = tensors.filter((tensor) => !fixed.has(tensor) && flagsOf(tensor).nonFinite);
    const nan = bad.filter((tensor) => flagsOf(tensor).nan);
    const candidates = nan.length > 0 ? nan : bad;
    return candidates.toSorted((a, b) => order.get(a.node)! - order.get(b.node)!)[0];
  };
  const ends = [
    step.outputs.flatMap(({ name, tensor }) => (name === "loss" ? [tensor] : [])),
    step.state.flatMap(({ output }) => output ?? []),
  ];
  let found = worst(ends[0]!) ?? worst(ends[1]!);
  for (let next = found; next !== undefined; next = worst(next.node.inputs)) found = next;
  return found?.node;
}

/** Tensors that are the same in every run: constants and what is made of them, such as the `-Infinity` of a mask. */
function constantTensors({ nodes }: Graph): Set<Tensor> {
  const fixed = new Set<Tensor>();
  for (const node of nodes) {
    const isFixed =
      constantOf(node) !== undefined || (node.inputs.length > 0 && node.inputs.every((input) => fixed.has(input)));
    if (isFixed) for (const output of node.outputs) fixed.add(output);
  }
  return fixed;
}
