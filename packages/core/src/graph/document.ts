import { BlockzooError } from "../errors.js";
import type { OpDefinition } from "../ops/define.js";
import { primitives } from "../ops/table.js";
import type { Initializer } from "../random/initializers.js";
import type { Tensor, TensorType } from "../tensor.js";
import { GraphBuilder } from "./builder.js";
import type { Attributes, Graph, LeafName, Named, Probe, RandomInput, Region, StateEntry } from "./graph.js";

/** A tensor by the position of its node and its place among that node's outputs. */
type Reference = readonly [node: number, output: number];

/** With references in place of tensors. */
type Plain<T> = { readonly [Key in keyof T]: T[Key] extends Tensor ? Reference : T[Key] };

interface NodeDocument {
  readonly op: string;
  readonly inputs: readonly Reference[];
  readonly attributes: Attributes;
  readonly types: readonly TensorType[];
  readonly path: string;
  /** The position of its region in the document's list. */
  readonly region: number | undefined;
}

interface RegionDocument {
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
  readonly parent: number | undefined;
}

interface StateDocument extends Omit<Plain<StateEntry>, "initializer" | "output"> {
  readonly output: Reference | undefined;
}

/** A graph as plain data that can be sent to another thread: numbers, texts, arrays. First values of state are not in it. */
export interface GraphDocument {
  readonly nodes: readonly NodeDocument[];
  readonly regions: readonly RegionDocument[];
  readonly inputs: readonly Plain<Named>[];
  readonly random: readonly Plain<RandomInput>[];
  readonly state: readonly StateDocument[];
  readonly outputs: readonly Plain<Named>[];
  readonly probes: readonly Plain<Probe>[];
}

/** Writes a graph as plain data. */
export function graphDocument(graph: Graph): GraphDocument {
  const positions = new Map(graph.nodes.map((node, index) => [node, index]));
  const reference = ({ node, index }: Tensor): Reference => [positions.get(node)!, index];
  const regions = regionsOf(graph);
  const regionPositions = new Map(regions.map((region, index) => [region, index]));
  const position = (region: Region | undefined) => region && regionPositions.get(region);
  const named = <T extends { readonly tensor: Tensor }>(entry: T) => ({ ...entry, tensor: reference(entry.tensor) });
  // A region may speak of tensors that a pass has removed since.
  const known = (tensors: readonly Tensor[]) => tensors.filter(({ node }) => positions.has(node)).map(reference);
  return {
    nodes: graph.nodes.map((node) => ({
      op: node.op,
      inputs: node.inputs.map(reference),
      attributes: withBody(node.attributes, graphDocument),
      types: node.outputs.map(({ dtype, shape }) => ({ dtype, shape })),
      path: node.path,
      region: position(node.region),
    })),
    regions: regions.map(({ name, attributes, inputs, outputs, parent }) => ({
      name,
      attributes,
      inputs: known(inputs),
      outputs: known(outputs),
      parent: position(parent),
    })),
    inputs: graph.inputs.map(named),
    random: graph.random.map(named),
    state: graph.state.map(({ name, kind, tensor, output }) => ({
      name,
      kind,
      tensor: reference(tensor),
      output: output && reference(output),
    })),
    outputs: graph.outputs.map(named),
    probes: graph.probes.map(({ label, path, source, tensor }) => ({
      label,
      path,
      source: reference(source),
      tensor: reference(tensor),
    })),
  };
}

/**
 * Makes a graph of what {@link graphDocument} wrote.
 *
 * @param initializer gives the first values of the state with a name
 * @throws BlockzooError for an op that this copy of core does not have
 */
export function graphFrom(document: GraphDocument, initializer: (name: string) => Initializer): Graph {
  const builder = new GraphBuilder();
  const nodes: (readonly Tensor[])[] = [];
  const get = ([node, output]: Reference): Tensor => nodes[node]![output]!;
  const regions: Region[] = document.regions.map(({ name, attributes }) => ({
    name,
    attributes,
    inputs: [],
    outputs: [],
    parent: undefined,
  }));
  for (const { op, inputs, attributes, types, path, region } of document.nodes) {
    const own = withBody(attributes, (body: GraphDocument) => graphFrom(body, initializer));
    const at = { path, region: region === undefined ? undefined : regions[region] };
    nodes.push(builder.addNode(operator(op), inputs.map(get), own, types, at));
  }
  document.regions.forEach(({ inputs, outputs, parent }, index) =>
    Object.assign(regions[index]!, {
      inputs: inputs.map(get),
      outputs: outputs.map(get),
      parent: parent === undefined ? undefined : regions[parent],
    }),
  );
  const named = <T extends { readonly tensor: Reference }>(entry: T) => ({ ...entry, tensor: get(entry.tensor) });
  return {
    nodes: builder.nodes,
    inputs: document.inputs.map(named),
    random: document.random.map(named),
    state: document.state.map((entry) => ({
      ...named(entry),
      output: entry.output && get(entry.output),
      initializer: initializer(entry.name),
    })),
    outputs: document.outputs.map(named),
    probes: document.probes.map((probe) => ({ ...named(probe), source: get(probe.source) })),
  };
}

/** All regions of a graph, those around others first. */
function regionsOf(graph: Graph): Region[] {
  const found = new Set<Region>();
  const add = (region: Region | undefined): void => {
    if (region === undefined || found.has(region)) return;
    add(region.parent);
    found.add(region);
  };
  for (const { region } of graph.nodes) add(region);
  return [...found];
}

/** The attributes with their body graph, where they have one, turned into something else. */
function withBody(attributes: Attributes, turn: (body: never) => unknown): Attributes {
  const { body } = attributes;
  return body === undefined ? attributes : { ...attributes, body: turn(body as never) };
}

const leaves: readonly string[] = ["input", "constant", "state", "random", "composite"] satisfies (
  LeafName | "composite"
)[];

function operator(op: string): OpDefinition | LeafName | "composite" {
  if (leaves.includes(op)) return op as LeafName | "composite";
  if (Object.hasOwn(primitives, op)) return primitives[op as keyof typeof primitives];
  throw new BlockzooError(`the graph has an op "${op}" that this copy of @blockzoo/core does not know`);
}
