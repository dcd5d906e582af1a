import type { Node } from "@blockzoo/core";
import { regionOf } from "./regions.js";

/** A function that a block runs itself: an operation, or a composite of several. */
export interface FunctionName {
  /** The path of the block. */
  readonly block: string;
  /** The name of the operation or the composite: `relu`. */
  readonly name: string;
  /** Which of those of this name it is in the block, from 0 in the order of the forward pass. */
  readonly ordinal: number;
}

export interface FunctionCall extends FunctionName {
  readonly nodes: readonly Node[];
}

/** The functions that nodes of one graph belong to, each named by the innermost block that runs it. */
export function functionCalls(nodes: readonly Node[]): ReadonlyMap<Node, FunctionCall> {
  const counts = new Map<string, number>();
  const calls = new Map<unknown, FunctionCall & { readonly nodes: Node[] }>();
  const callOf = new Map<Node, FunctionCall>();
  for (const node of nodes) {
    if (node.op === "state" || node.op === "constant" || node.op === "input") continue;
    const region = regionOf(node);
    const name = region?.name ?? node.op;
    const key = `${node.path} ${name}`;
    const known = calls.get(region ?? node);
    if (known === undefined) counts.set(key, (counts.get(key) ?? -1) + 1);
    const call = known ?? { block: node.path, name, ordinal: counts.get(key)!, nodes: [] };
    calls.set(region ?? node, call);
    call.nodes.push(node);
    callOf.set(node, call);
  }
  return callOf;
}
