import type { StateDict } from "../../backend.js";
import { check } from "../../errors.js";
import { describeType } from "../../tensor.js";
import type { Graph } from "../graph.js";

/**
 * The graph on weights that never change: the updates of what they bind, and what only serves those, fall away. The entries
 * stay in `state`, since what a constant is differs between runtimes; {@link openState} has those that are not bound.
 *
 * @throws BlockzooError where a weight is of another type than the state that it is for
 */
export function bindWeights(graph: Graph, weights: StateDict | undefined): Graph {
  if (weights === undefined) return graph;
  const state = graph.state.map((entry) => {
    const weight = weights.get(entry.name);
    if (weight === undefined) return entry;
    const [found, expected] = [describeType(weight), describeType(entry.tensor)];
    check(found === expected, () => `the weight "${entry.name}" is ${found}, but the graph expects ${expected}`);
    return { ...entry, output: undefined };
  });
  return { ...graph, state };
}

/** The graph with the state entries alone that `weights` does not bind: what an executable keeps between runs. */
export function openState(graph: Graph, weights: StateDict | undefined): Graph {
  if (weights === undefined) return graph;
  return { ...graph, state: graph.state.filter(({ name }) => !weights.has(name)) };
}
