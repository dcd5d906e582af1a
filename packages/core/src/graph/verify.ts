import { BlockzooError } from "../errors.js";
import { describeType, type Tensor } from "../tensor.js";
import type { Graph, Node } from "./graph.js";
import { bodyOf, inferNode } from "./rewrite.js";

/**
 * Checks what every graph must satisfy: nodes use only values made before them, every type is what inference gives,
 * names are unique, outputs belong to the graph. Passes are run under it in tests.
 *
 * @returns the graph, so that a pass can be wrapped: `verify(optimize(graph))`
 * @throws BlockzooError naming the first node that is wrong
 */
export function verify(graph: Graph): Graph {
  const made = new Set<Tensor>();
  const fail = (node: Node, problem: string): never => {
    throw new BlockzooError(`verify: ${node.op}${node.path === "" ? "" : ` at "${node.path}"`} ${problem}`);
  };
  for (const node of graph.nodes) {
    node.inputs.forEach((input, index) => {
      if (!made.has(input)) fail(node, `uses a value (input ${index}, of ${input.node.op}) that is not made before it`);
    });
    const body = bodyOf(node.attributes);
    if (body !== undefined) verify(body);
    const inferred = inferNode(node, node.inputs, node.attributes).map(describeType).join(", ");
    const declared = node.outputs.map(describeType).join(", ");
    if (inferred !== declared) fail(node, `declares ${declared}, but inference gives ${inferred}`);
    for (const output of node.outputs) {
      if (output.node !== node) fail(node, "has an output that belongs to another node");
      made.add(output);
    }
  }
  unique(
    "input",
    graph.inputs.map((input) => input.name),
  );
  unique(
    "output",
    graph.outputs.map((output) => output.name),
  );
  unique(
    "state",
    graph.state.map((entry) => entry.name),
  );
  unique(
    "random stream",
    graph.random.map((input) => input.stream),
  );
  const ends: [string, Tensor | undefined][] = [
    ...[...graph.inputs, ...graph.outputs].map(({ name, tensor }): [string, Tensor] => [name, tensor]),
    ...graph.state.flatMap((entry): [string, Tensor | undefined][] => [
      [entry.name, entry.tensor],
      [`update of ${entry.name}`, entry.output],
    ]),
    ...graph.random.map(({ stream, tensor }): [string, Tensor] => [stream, tensor]),
  ];
  for (const [name, tensor] of ends) {
    if (tensor !== undefined && !made.has(tensor)) {
      throw new BlockzooError(`verify: "${name}" is ${tensor}, which no node of the graph makes`);
    }
  }
  for (const { name, tensor, output } of graph.state) {
    if (output !== undefined && describeType(output) !== describeType(tensor)) {
      throw new BlockzooError(`verify: state "${name}" is ${tensor}, but its update is ${output}`);
    }
  }
  return graph;
}

function unique(kind: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new BlockzooError(`verify: two entries of kind ${kind} are named "${repeated}"`);
}
