import { BlockzooError } from "../errors.js";
import { isNumeric } from "../dimensions.js";
import { constantOf, type Graph, type Node } from "../graph/graph.js";
import { toFloat64, type NDArray } from "../ndarray.js";
import type { ConcreteType } from "../ops/define.js";
import { describeType, type Tensor } from "../tensor.js";

/**
 * The meaning of a graph: walks its nodes in order and calls each primitive's `evaluate` in float64.
 *
 * @param leaf gives the value of an input, state or random node
 * @returns the value of any tensor of the graph
 */
export function evaluateNodes(graph: Graph, leaf: (node: Node) => NDArray): (tensor: Tensor) => NDArray {
  const values = new Map<Tensor, NDArray>();
  const valueOf = (tensor: Tensor): NDArray => values.get(tensor)!;
  for (const node of graph.nodes) {
    const results = evaluateNode(node, node.inputs.map(valueOf), leaf);
    node.outputs.forEach((tensor, index) => values.set(tensor, results[index]!));
  }
  return valueOf;
}

/** The outputs of a graph that has no leaves but its inputs: the body of a `scan`, a composite's definition. */
export function evaluateBody(body: Graph, inputs: readonly NDArray[]): NDArray[] {
  const byNode = new Map(body.inputs.map((input, index) => [input.tensor.node, inputs[index]!]));
  const valueOf = evaluateNodes(body, (node) => byNode.get(node)!);
  return body.outputs.map((output) => valueOf(output.tensor));
}

function evaluateNode(node: Node, inputs: readonly NDArray[], leaf: (node: Node) => NDArray): readonly NDArray[] {
  if (node.definition !== undefined)
    return node.definition.evaluate(inputs, node.attributes, node.outputs.map(concrete));
  const constant = constantOf(node);
  if (constant !== undefined) return [toFloat64(constant)];
  if (node.op === "composite") return evaluateBody(node.attributes["body"] as Graph, inputs);
  return [toFloat64(leaf(node))];
}

/** The type with its dimensions as numbers; the reference, gradients and training see no names. */
export function concrete(tensor: Tensor): ConcreteType {
  const { dtype, shape } = tensor;
  if (isNumeric(shape)) return { dtype, shape };
  throw new BlockzooError(
    `${tensor.node.op} at "${tensor.node.path}" has the type ${describeType(tensor)}: specialize the graph to numbers first`,
  );
}
