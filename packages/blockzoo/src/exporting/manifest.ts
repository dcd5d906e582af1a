import { describeType } from "@blockzoo/core";
import type { DescribedGraph } from "./described-graph.js";

/** The models of a network that is several computations, and how they are called in turn. */
export interface Manifest {
  readonly name: string;
  /** The file beside them that holds the weights of all. */
  readonly data: string;
  /** In the order in which they are called. */
  readonly graphs: readonly ManifestGraph[];
}

export interface ManifestGraph {
  readonly name: string;
  readonly file: string;
  /** By name: its type, and where it comes from: the graph that gives it, or `given`. */
  readonly inputs: Readonly<Record<string, { readonly type: string; readonly from: string }>>;
  /** Types by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** An input is fed with the output of its name: of the nearest graph before it, else of its own run before. */
export function manifestOf(
  name: string,
  data: string,
  graphs: readonly (DescribedGraph & { readonly name: string; readonly file: string })[],
): Manifest {
  return {
    name,
    data,
    graphs: graphs.map(({ name: own, file, graph }, index) => {
      const earlier = [...graphs.slice(0, index).toReversed(), graphs[index]!];
      const giverOf = (input: string) =>
        earlier.find((each) => each.graph.outputs.some((output) => output.name === input))?.name ?? "given";
      return {
        name: own,
        file,
        inputs: Object.fromEntries(
          graph.inputs.map((input) => [input.name, { type: describeType(input.tensor), from: giverOf(input.name) }]),
        ),
        outputs: Object.fromEntries(graph.outputs.map((output) => [output.name, describeType(output.tensor)])),
      };
    }),
  };
}
