import type { ScanAttributes } from "../../../ops/scan.js";
import type { Tensor } from "../../../tensor.js";
import type { Graph, Node } from "../../graph.js";
import { bodyOf, rewrite, type Rewriter } from "../../rewrite.js";

/** A `scan` with its inputs, and those of its body, by what they are for. */
export interface Loop {
  readonly node: Node;
  readonly attributes: ScanAttributes;
  /** What stands for the carries, slices and captures in the body. */
  readonly inside: LoopInputs;
  /** The initial carries, sequences and captures. */
  readonly outside: LoopInputs;
}

export interface LoopInputs {
  readonly carries: readonly Tensor[];
  readonly sequences: readonly Tensor[];
  readonly captures: readonly Tensor[];
}

/** Reads a node as a loop, where it is one. */
export function loopOf(node: Node): Loop | undefined {
  if (node.op !== "scan") return undefined;
  const attributes = node.attributes as ScanAttributes;
  const parts = (inputs: readonly Tensor[]): LoopInputs => ({
    carries: inputs.slice(0, attributes.carries),
    sequences: inputs.slice(attributes.carries, attributes.carries + attributes.sequences),
    captures: inputs.slice(attributes.carries + attributes.sequences),
  });
  return {
    node,
    attributes,
    inside: parts(attributes.body.inputs.map(({ tensor }) => tensor)),
    outside: parts(node.inputs),
  };
}

/** The tensor of the body of which an output of the loop is the stack; undefined for the last carries. */
export function stackedBy({ node, attributes, inside }: Loop, output: Tensor): Tensor | undefined {
  const { body, carries, histories } = attributes;
  const index = node.outputs.indexOf(output);
  if (index < carries) return undefined;
  return body.outputs[index]?.tensor ?? inside.carries[histories[index - body.outputs.length]!];
}

/** The output of the loop that is the stack of a tensor of its body, where there is one. */
export function stackOf(loop: Loop, inner: Tensor): Tensor | undefined {
  return loop.node.outputs.find((output) => stackedBy(loop, output) === inner);
}

/** Writes a loop anew, with other inputs and another body. */
export function emitLoop(
  { builder }: Rewriter,
  { definition, path, region }: Node,
  inputs: readonly Tensor[],
  attributes: ScanAttributes,
): readonly Tensor[] {
  const types = definition!.infer(inputs, attributes);
  return builder.addNode(definition!, inputs, attributes, types, { path, region });
}

/** Runs a pass on the bodies of loops; a graph of which it changes none stays what it is. */
export function inBodies(graph: Graph, pass: (body: Graph) => Graph): Graph {
  const changed = new Map<Node, Graph>();
  for (const node of graph.nodes) {
    const body = node.op === "scan" ? bodyOf(node.attributes)! : undefined;
    const next = body && pass(body);
    if (next !== undefined && next !== body) changed.set(node, next);
  }
  if (changed.size === 0) return graph;
  return rewrite(graph, {
    node: (node, { copy }) =>
      changed.has(node) ? copy(node, { ...node.attributes, body: changed.get(node)! }) : undefined,
  });
}
