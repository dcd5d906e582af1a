import { BlockzooError } from "../errors.js";
import type { Tensor, TensorType } from "../tensor.js";
import type { OpDefinition } from "../ops/define.js";
import type { Attributes, Graph, LeafName, Node, Region } from "./graph.js";
import { GraphBuilder } from "./builder.js";

/** The body of a `scan`, where a node has one. */
export function bodyOf(attributes: Attributes): Graph | undefined {
  return attributes["body"] as Graph | undefined;
}

/** One graph being written from another. */
export interface Rewriter {
  readonly builder: GraphBuilder;
  /** The new tensor that stands for an old one. */
  get(old: Tensor): Tensor;
  /** Copies a node, inferring its types anew; attributes may be replaced. */
  copy(node: Node, attributes?: Attributes): readonly Tensor[];
}

export interface RewriteOptions {
  /** What stands for a node in the new graph; undefined copies it. Leaves other than constants are always kept. */
  readonly node?: (node: Node, rewriter: Rewriter) => readonly Tensor[] | undefined;
  /** Nodes to leave out: nothing that is kept may use them. */
  readonly drop?: (node: Node) => boolean;
  /** The type of an input leaf, where it changes. */
  readonly inputType?: (name: string, type: TensorType, index: number) => TensorType;
}

/** Writes a graph anew, node by node: the one mechanism of all passes. */
export function rewrite(graph: Graph, options: RewriteOptions): Graph {
  const builder = new GraphBuilder();
  const tensors = new Map<Tensor, Tensor>();
  const regions = new Map<Region, Region>();
  const get = (old: Tensor): Tensor => {
    const found = tensors.get(old);
    if (found === undefined)
      throw new BlockzooError(`rewrite: ${old.node.op} at "${old.node.path}" is used but was dropped`);
    return found;
  };
  const place = (node: Node) => ({ path: node.path, region: node.region && mapRegion(node.region, regions) });
  const copy = (node: Node, attributes: Attributes = node.attributes): readonly Tensor[] => {
    const inputs = node.inputs.map(get);
    const types = inferNode(node, inputs, attributes);
    return builder.addNode(operatorOf(node), inputs, attributes, types, place(node));
  };
  const rewriter: Rewriter = { builder, get, copy };
  const inputIndex = new Map(graph.inputs.map((input, index) => [input.tensor.node, index]));
  for (const node of graph.nodes) {
    if (options.drop?.(node) === true) continue;
    let outputs: readonly Tensor[] | undefined;
    if (node.op === "input") {
      const name = node.attributes["name"] as string;
      const old = node.outputs[0]!;
      const type = options.inputType?.(name, old, inputIndex.get(node) ?? -1) ?? old;
      outputs = builder.addNode("input", [], node.attributes, [type], place(node));
    } else {
      outputs = options.node?.(node, rewriter) ?? copy(node);
    }
    node.outputs.forEach((old, index) => {
      const output = outputs[index];
      if (output !== undefined) tensors.set(old, output);
    });
  }
  closeRegions(regions, (tensor) => tensors.get(tensor));
  return {
    nodes: builder.nodes,
    inputs: graph.inputs.map((input) => ({ ...input, tensor: get(input.tensor) })),
    random: graph.random.flatMap((input) =>
      tensors.has(input.tensor) ? [{ ...input, tensor: get(input.tensor) }] : [],
    ),
    state: graph.state.flatMap((entry) =>
      tensors.has(entry.tensor)
        ? [{ ...entry, tensor: get(entry.tensor), output: entry.output && get(entry.output) }]
        : [],
    ),
    outputs: graph.outputs.map((output) => ({ ...output, tensor: get(output.tensor) })),
    probes: graph.probes.map((probe) => ({ ...probe, source: get(probe.source), tensor: get(probe.tensor) })),
  };
}

/** The types of a node's outputs for given inputs; a composite has those of its body, leaves keep theirs. */
export function inferNode(node: Node, inputs: readonly TensorType[], attributes: Attributes): readonly TensorType[] {
  if (node.definition !== undefined) return node.definition.infer(inputs, attributes);
  return node.op === "composite" ? bodyOf(attributes)!.outputs.map(({ tensor }) => tensor) : node.outputs;
}

/** What {@link GraphBuilder.addNode} takes to make another node like this one. */
export function operatorOf(node: Node): OpDefinition | LeafName | "composite" {
  return node.definition ?? (node.op as LeafName | "composite");
}

/** The region that stands for an old one; {@link closeRegions} gives it inputs and outputs once all nodes are there. */
export function mapRegion(region: Region, regions: Map<Region, Region>): Region {
  const known = regions.get(region);
  if (known !== undefined) return known;
  const mapped: Region = {
    name: region.name,
    attributes: region.attributes,
    inputs: [],
    outputs: [],
    parent: region.parent && mapRegion(region.parent, regions),
  };
  regions.set(region, mapped);
  return mapped;
}

/** Gives new regions the inputs and outputs of the old ones, as far as these live on. */
export function closeRegions(
  regions: ReadonlyMap<Region, Region>,
  newOf: (tensor: Tensor) => Tensor | undefined,
): void {
  for (const [old, region] of regions) {
    const alive = (list: readonly Tensor[]) => list.flatMap((tensor) => newOf(tensor) ?? []);
    Object.assign(region, { inputs: alive(old.inputs), outputs: alive(old.outputs) });
  }
}
