import { basename, dirname, extname, join } from "node:path";
import { describeType, type Graph } from "@blockzoo/core";
import { outputName } from "@blockzoo/onnx";
import type { FileToWrite } from "@blockzoo/weights/node";
import type { DescribedGraph } from "./described-graph.js";

/** The models of a network that is several computations, or carries a state, and how they are called in turn. */
export interface Manifest {
  readonly name: string;
  /** The file beside them that holds the weights of all; those of one model may be inside. */
  readonly data?: string;
  /** In the order in which they are called. */
  readonly graphs: readonly ManifestGraph[];
}

export interface ManifestGraph {
  readonly name: string;
  readonly file: string;
  readonly inputs: Readonly<Record<string, ManifestInput>>;
  /** Types by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ManifestInput {
  readonly type: string;
  /** Where it comes from: the nearest graph before that gives an output of its name, or `given`. */
  readonly from: string;
  /** The output of this graph that it is when the graph is run again: what it was given has become that. */
  readonly next?: string;
}

/** A graph as it is written, and its file. */
export interface WrittenGraph extends Pick<DescribedGraph, "graph"> {
  readonly name: string;
  readonly file: string;
}

/** Whether a graph gives what it takes when it is run again: an output has the name of an input. */
export function carriesState({ inputs, outputs }: Graph): boolean {
  return inputs.some(({ name }) => outputs.some((output) => output.name === name));
}

export interface ManifestPlace {
  /** The model, beside which it lies: `net.onnx` has the manifest `net.json`. */
  readonly out: string;
  /** The file with the weights. */
  readonly data?: string;
}

export function manifestFile(name: string, graphs: readonly WrittenGraph[], { out, data }: ManifestPlace): FileToWrite {
  const manifest: Manifest = { name, ...(data !== undefined && { data }), graphs: graphs.map(manifestGraph) };
  const content = new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
  return { path: join(dirname(out), `${basename(out, extname(out))}.json`), content };
}

function manifestGraph(
  { name, file, graph }: WrittenGraph,
  index: number,
  graphs: readonly WrittenGraph[],
): ManifestGraph {
  const gives = (each: WrittenGraph, input: string) => each.graph.outputs.some((output) => output.name === input);
  const inputs = graph.inputs.map(({ name: input, tensor }) => {
    const giver = graphs.slice(0, index).findLast((each) => gives(each, input));
    const from = giver?.name ?? "given";
    const isCarried = gives(graphs[index]!, input);
    return [input, { type: describeType(tensor), from, ...(isCarried && { next: outputName(graph, input) }) }] as const;
  });
  return {
    name,
    file,
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(
      graph.outputs.map((output) => [outputName(graph, output.name), describeType(output.tensor)]),
    ),
  };
}
