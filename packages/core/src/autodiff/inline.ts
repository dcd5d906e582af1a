import { currentBuilder } from "../graph/builder.js";
import type { Graph, Node } from "../graph/graph.js";
import { operatorOf } from "../graph/rewrite.js";
import type { Tensor } from "../tensor.js";
import { copyCustomRule } from "./custom-gradient.js";
import { copyStretches } from "./recomputation.js";

/** Writes the nodes of a body into the graph being traced, with `inputs` in place of its inputs. */
export function inline(body: Graph, inputs: readonly Tensor[]): Tensor[] {
  const builder = currentBuilder("inline(...)");
  const tensors = new Map<Tensor, Tensor>();
  body.inputs.forEach((input, index) => tensors.set(input.tensor, builder.adopt(inputs[index]!)));
  const copies = new Map<Node, Node>();
  const at = { path: builder.path, region: undefined };
  for (const node of body.nodes) {
    if (node.op === "input") continue;
    const mapped = node.inputs.map((tensor) => tensors.get(tensor)!);
    const outputs = builder.addNode(operatorOf(node), mapped, node.attributes, node.outputs, at);
    if (outputs[0] !== undefined) {
      copies.set(node, outputs[0].node);
      copyCustomRule(node, outputs[0].node);
    }
    node.outputs.forEach((old, index) => tensors.set(old, outputs[index]!));
  }
  copyStretches(copies);
  return body.outputs.map((output) => tensors.get(output.tensor)!);
}
