import { sameShape } from "../../../dimensions.js";
import { mul } from "../../../ops/elementwise.js";
import type { Tensor } from "../../../tensor.js";
import { withBuilder } from "../../builder.js";
import type { Graph, Node } from "../../graph.js";
import { rewrite } from "../../rewrite.js";

/** A product of several factors of one shape, with the nodes that it is written as. */
interface Product {
  readonly factors: readonly Tensor[];
  readonly inner: readonly Node[];
}

/**
 * Writes products of which several factors are known so that these meet first: `(a k) l` becomes `a (k l)`. It is the same number but
 * for its rounding.
 */
export function regroupProducts(graph: Graph, known: ReadonlySet<Tensor>): Graph {
  const uses = new Map<Tensor, number>();
  const asked = [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ tensor }) => tensor)];
  for (const tensor of asked) uses.set(tensor, (uses.get(tensor) ?? 0) + 1);

  const isProduct = ({ op, inputs, outputs: [output] }: Node) =>
    op === "mul" && !known.has(output!) && inputs.every(({ shape }) => sameShape(shape, output!.shape));
  const productOf = (node: Node): Product => {
    const parts = node.inputs.map((input): Product => {
      if (uses.get(input) !== 1 || !isProduct(input.node)) return { factors: [input], inner: [] };
      const { factors, inner } = productOf(input.node);
      return { factors, inner: [...inner, input.node] };
    });
    return { factors: parts.flatMap(({ factors }) => factors), inner: parts.flatMap(({ inner }) => inner) };
  };
  const products = new Map<Node, Product>();
  const gone = new Set<Node>();
  for (const node of graph.nodes.toReversed()) {
    if (gone.has(node) || !isProduct(node)) continue;
    const product = productOf(node);
    const count = product.factors.filter((factor) => known.has(factor)).length;
    if (count < 2 || count === product.factors.length) continue;
    products.set(node, product);
    for (const each of product.inner) gone.add(each);
  }
  if (products.size === 0) return graph;
  return rewrite(graph, {
    drop: (node) => gone.has(node),
    node(node, { builder, get }) {
      const factors = products.get(node)?.factors;
      if (factors === undefined) return undefined;
      const multiplied = (isKnown: boolean) =>
        factors
          .filter((factor) => known.has(factor) === isKnown)
          .map(get)
          .reduce((product, factor) => mul(product, factor));
      return withBuilder(builder, () =>
        builder.inScope(node.path, undefined, () => [mul(multiplied(false), multiplied(true))]),
      );
    },
  });
}
