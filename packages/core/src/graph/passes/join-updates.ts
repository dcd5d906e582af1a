import { isNumeric, numeric, sameShape } from "../../dimensions.js";
import { sizeOf } from "../../ndarray.js";
import { concat } from "../../ops/shape.js";
import { split } from "../../ops/split.js";
import type { Tensor } from "../../tensor.js";
import { withBuilder } from "../builder.js";
import { constantOf, type Graph, type Node } from "../graph.js";
import { printAttributes } from "../print.js";
import { rewrite, type Rewriter } from "../rewrite.js";

/**
 * How many elements a tensor may have to be updated together with others. A node costs a runtime some microseconds whatever
 * its size; to copy a larger tensor into the others and out again costs more than the nodes that are saved.
 */
const largest = 4096;

/** Elementwise nodes of one shape that hang together, and on which nothing but the state depends. */
interface Update {
  readonly nodes: readonly Node[];
  /** What it reads of that shape, besides scalars. */
  readonly operands: readonly Tensor[];
}

/**
 * Small tensors that are updated by the same arithmetic are updated as one, end to end: biases and scales by an update rule,
 * the running statistics of all batch normalisations. The state stays what it is, and so does every number.
 */
export function joinUpdates(graph: Graph): Graph {
  const alike = new Map<string, Update[]>();
  const describe = describer();
  for (const update of updatesOf(graph)) {
    const key = describe(update);
    alike.set(key, [...(alike.get(key) ?? []), update]);
  }
  const isState = stateOutputs(graph);
  const groups = [...alike.values()].filter((group) => isWorthJoining(group, isState));
  if (groups.length === 0) return graph;
  const groupOf = new Map(groups.flatMap((group) => group.flatMap(({ nodes }) => nodes.map((node) => [node, group]))));
  // Nothing else needs these nodes, so that they may stand last: then all that any of a group reads has been made.
  const nodes = [...graph.nodes.filter((node) => !groupOf.has(node)), ...groupOf.keys()];
  const written = new Map<readonly Update[], ReadonlyMap<Tensor, Tensor>>();
  return rewrite(
    { ...graph, nodes },
    {
      drop: (node) => groupOf.has(node) && !isState.has(node.outputs[0]!),
      node(node, rewriter) {
        const group = groupOf.get(node);
        if (group === undefined) return undefined;
        const results = written.get(group) ?? writeJoined(group, isState, rewriter);
        written.set(group, results);
        return [results.get(node.outputs[0]!)!];
      },
    },
  );
}

function stateOutputs({ state }: Graph): ReadonlySet<Tensor> {
  return new Set(state.flatMap(({ output }) => output ?? []));
}

function updatesOf(graph: Graph): Set<Update> {
  const members = nodesForState(graph);
  const updates = new Map<Node, Update>();
  for (const node of members) {
    const parts = new Set(node.inputs.flatMap((input) => updates.get(input.node) ?? []));
    const nodes = [...[...parts].flatMap((part) => part.nodes), node];
    const inputs = nodes.flatMap((each) => each.inputs);
    const operands = inputs.filter((input) => !nodes.includes(input.node) && isWhole(input, node));
    const update = { nodes, operands: [...new Set(operands)] };
    for (const each of nodes) updates.set(each, update);
  }
  return new Set(updates.values());
}

/** The elementwise nodes of small tensors on which nothing but the state depends, in order. */
function nodesForState(graph: Graph): Node[] {
  const isState = stateOutputs(graph);
  const isShown = new Set([...graph.outputs, ...graph.probes].map(({ tensor }) => tensor));
  const members = new Set<Node>();
  const readers = new Map<Tensor, Node[]>();
  for (const node of graph.nodes.toReversed()) {
    for (const input of node.inputs) readers.set(input, [...(readers.get(input) ?? []), node]);
    if (!isJoinable(node)) continue;
    const [output] = node.outputs as [Tensor];
    const own = readers.get(output) ?? [];
    const isUsed = isState.has(output) || own.length > 0;
    const staysInside = own.every((reader) => members.has(reader) && isWhole(output, reader));
    if (isUsed && staysInside && !isShown.has(output)) members.add(node);
  }
  return [...members].toReversed();
}

function isJoinable(node: Node): boolean {
  const { inputs, outputs, definition } = node;
  if (definition?.elementwise === undefined) return false;
  const { shape } = outputs[0]!;
  if (shape.length === 0 || !isNumeric(shape) || sizeOf(shape) > largest) return false;
  return inputs.every((input) => isWhole(input, node) || (isNumeric(input.shape) && sizeOf(input.shape) === 1));
}

/** Whether an operand has the shape of the node's output, rather than being stretched to it. */
function isWhole(operand: Tensor, node: Node): boolean {
  return sameShape(operand.shape, node.outputs[0]!.shape);
}

/** Says what an update computes, equal for two that can be joined. */
function describer(): (update: Update) => string {
  const numbers = new Map<Tensor, number>();
  const numberOf = (tensor: Tensor) => {
    const known = numbers.get(tensor) ?? numbers.size;
    numbers.set(tensor, known);
    return known;
  };
  return ({ nodes, operands }) => {
    const operand = (tensor: Tensor) => {
      const [made, read] = [nodes.indexOf(tensor.node), operands.indexOf(tensor)];
      if (made >= 0) return `#${made}`;
      if (read >= 0) return `${tensor.dtype} ${read}`;
      const constant = constantOf(tensor.node);
      return constant === undefined ? `scalar ${numberOf(tensor)}` : `${constant.dtype} [${constant.data.join()}]`;
    };
    const lines = nodes.map(
      ({ op, inputs, attributes }) => `${op}(${inputs.map(operand).join()})${printAttributes(attributes)}`,
    );
    return [...lines, nodes[0]!.outputs[0]!.shape.slice(1)].join(";");
  };
}

/** Whether the nodes that are saved are more than those that put the operands together and take the results apart. */
function isWorthJoining(group: readonly Update[], isState: ReadonlySet<Tensor>): boolean {
  const [{ nodes, operands }] = group as [Update];
  const results = nodes.filter((node) => isState.has(node.outputs[0]!));
  return (group.length - 1) * nodes.length > operands.length + results.length;
}

/** Writes the updates of a group as one, along the first axis, and returns what stands for each new value of the state. */
function writeJoined(
  group: readonly Update[],
  isState: ReadonlySet<Tensor>,
  { builder, get }: Rewriter,
): ReadonlyMap<Tensor, Tensor> {
  const [first] = group as [Update];
  const sizes = group.map(({ nodes }) => numeric(nodes[0]!.outputs[0]!.shape[0]!, "the update of the state"));
  const results = new Map<Tensor, Tensor>();
  withBuilder(builder, () =>
    builder.inScope(first.nodes[0]!.path, undefined, () => {
      const joined = new Map<Tensor, Tensor>();
      first.operands.forEach((operand, index) => {
        const parts = group.map(({ operands }) => get(operands[index]!));
        joined.set(operand, concat(parts, 0));
      });
      first.nodes.forEach(({ definition, inputs, attributes, outputs: [output] }, index) => {
        const operands = inputs.map((input) => joined.get(input) ?? get(input));
        const [whole] = builder.emit(definition!, operands, attributes);
        joined.set(output!, whole!);
        if (!isState.has(output!)) return;
        split(whole!, { sizes }).forEach((piece, at) => results.set(group[at]!.nodes[index]!.outputs[0]!, piece));
      });
    }),
  );
  return results;
}
