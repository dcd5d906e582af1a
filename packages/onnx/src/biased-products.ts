import { describeType, type Graph, type Node, type Tensor } from "@blockzoo/core";

/** `add(matMul(a, b), bias)` of matrices, which is one Gemm. */
export interface BiasedProduct {
  readonly product: Node;
  readonly bias: Tensor;
}

/**
 * The additions of a graph that are to be written as one Gemm together with the product they add to. ONNX Runtime does
 * this itself for MatMul, but not where the product transposes, as `x Wᵀ + b` and the sums of a recurrence's gradient do.
 */
export function findBiasedProducts(graph: Graph, uses: ReadonlyMap<Tensor, number>): Map<Node, BiasedProduct> {
  const nodes = new Set(graph.nodes);
  const found = new Map<Node, BiasedProduct>();
  const absorbed = new Set<Node>();
  for (const node of graph.nodes) {
    if (node.op !== "add") continue;
    const [left, right] = node.inputs as [Tensor, Tensor];
    for (const [tensor, bias] of [
      [left, right],
      [right, left],
    ] as const) {
      const product = tensor.node;
      const isProduct = product.op === "matMul" && nodes.has(product) && !absorbed.has(product);
      if (!isProduct || tensor.rank !== 2 || uses.get(tensor) !== 1) continue;
      if (describeType(tensor) !== describeType(node.outputs[0]!)) continue;
      found.set(node, { product, bias });
      absorbed.add(product);
      break;
    }
  }
  return found;
}
