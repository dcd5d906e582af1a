import type { Tensor } from "../../tensor.js";
import type { Graph } from "../graph.js";
import { printAttributes } from "../print.js";
import { bodyOf, rewrite } from "../rewrite.js";

/** Nodes with the same op, attributes and inputs become one. Loops are left alone; their bodies are treated each. */
export function eliminateCommonSubexpressions(graph: Graph): Graph {
  const numbers = new Map<Tensor, number>();
  const numberOf = (tensor: Tensor) => {
    const known = numbers.get(tensor) ?? numbers.size;
    numbers.set(tensor, known);
    return known;
  };
  const seen = new Map<string, readonly Tensor[]>();
  return rewrite(graph, {
    node(node, { get, copy }) {
      const body = bodyOf(node.attributes);
      if (body !== undefined) {
        const own = node.op === "composite" ? body : eliminateCommonSubexpressions(body);
        return copy(node, { ...node.attributes, body: own });
      }
      if (node.definition === undefined && node.op !== "constant") return undefined;
      const key = `${node.op}(${node.inputs.map((input) => numberOf(get(input))).join()})${printAttributes(node.attributes)}`;
      const outputs = seen.get(key) ?? copy(node);
      seen.set(key, outputs);
      return outputs;
    },
  });
}
