import { BlockzooError, bodyOf, type Graph, type Node, type Tensor } from "@blockzoo/core";
import { isWithin, type TracedModel } from "../tracing/block-calls.js";
import { neededBy } from "../tracing/needed-by.js";

/** What is drawn: the nodes of one call of a block that its outputs need, in order. */
export interface Scope {
  readonly path: string;
  readonly nodes: readonly Node[];
  readonly outputs: readonly (readonly [name: string, tensor: Tensor])[];
}

/** The first call of the block at a path; the whole graph for the model itself. */
export function scopeOf({ graph, calls }: TracedModel, path: string): Scope {
  if (path === "") {
    const outputs = graph.outputs.map(({ name, tensor }) => [name, tensor] as const);
    return {
      path,
      nodes: neededBy(
        graph.nodes,
        outputs.map(([, tensor]) => tensor),
      ),
      outputs,
    };
  }
  const call = calls.find((each) => each.path === path);
  if (call === undefined) throw new BlockzooError(`the block "${path}" is not called by the model's forward`);
  const level = levels(graph).find(({ nodes }) => nodes[0]?.owner === call.owner) ?? graph;
  const inside = level.nodes.slice(0, call.end).filter((node) => isWithin(node.path, path));
  return {
    path,
    nodes: neededBy(
      inside,
      call.outputs.map(([, tensor]) => tensor),
    ),
    outputs: call.outputs,
  };
}

/** A graph and the bodies of its scans. */
function levels(graph: Graph): Graph[] {
  const bodies = graph.nodes.flatMap((node) => bodyOf(node.attributes) ?? []);
  return [graph, ...bodies.flatMap(levels)];
}
