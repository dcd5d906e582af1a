import { BlockzooError } from "../../errors.js";
import type { Dimension } from "../../dimensions.js";
import { evaluateDimension } from "../../dimension-expression.js";
import type { Attributes, Graph } from "../graph.js";
import { bodyOf, rewrite } from "../rewrite.js";

const cache = new WeakMap<Graph, Map<string, Graph>>();

/**
 * The graph with numbers in place of named dimensions. Names that arithmetic made of them follow, because every type is
 * inferred anew. The result is remembered for the graph and the numbers.
 *
 * @example specialize(graph, { N: 32 })
 */
export function specialize(graph: Graph, dimensions: Readonly<Record<string, number>>): Graph {
  const names = namesOf(graph);
  for (const [name, size] of Object.entries(dimensions)) {
    if (!names.has(name)) {
      const found = names.size === 0 ? "none" : [...names].join(", ");
      throw new BlockzooError(`specialize: the graph has no dimension "${name}", it has ${found}`);
    }
    if (!Number.isInteger(size) || size < 0) {
      throw new BlockzooError(`specialize: the dimension "${name}" must be a whole number, got ${size}`);
    }
  }
  if (names.size === 0) return graph;
  const key = JSON.stringify(Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const known = cache.get(graph) ?? new Map<string, Graph>();
  cache.set(graph, known);
  const found = known.get(key) ?? substitute(graph, new Map(Object.entries(dimensions)));
  known.set(key, found);
  return found;
}

/** The names of dimensions that the inputs of a graph have. */
export function namesOf(graph: Graph): Set<string> {
  return new Set(
    graph.inputs.flatMap(({ tensor }) => tensor.shape.filter((dimension) => typeof dimension === "string")),
  );
}

function substitute(graph: Graph, sizes: Map<string, Dimension>): Graph {
  const sizeOf = (dimension: Dimension) =>
    typeof dimension === "string" ? (sizes.get(dimension) ?? computed(dimension, sizes)) : dimension;
  return rewrite(graph, {
    inputType: (_, { dtype, shape }) => ({ dtype, shape: shape.map(sizeOf) }),
    node(node, { copy }) {
      if (node.definition === undefined && node.op !== "composite") return undefined;
      const outputs = copy(node, substituteAttributes(node.attributes, sizes, sizeOf));
      node.outputs.forEach((old, index) =>
        old.shape.forEach((dimension, axis) => {
          if (typeof dimension === "string") sizes.set(dimension, outputs[index]!.shape[axis]!);
        }),
      );
      return outputs;
    },
  });
}

/** What arithmetic made of names, where all of them are numbers now: an attribute may be the first to say it. */
function computed(text: string, sizes: ReadonlyMap<string, Dimension>): Dimension {
  const value = evaluateDimension(text, (name) => {
    const size = sizes.get(name);
    return typeof size === "number" ? size : NaN;
  });
  return Number.isNaN(value) ? text : value;
}

/** Attributes that hold shapes (reshape, expand) or a length (iota) name dimensions too. */
function substituteAttributes(
  attributes: Attributes,
  sizes: Map<string, Dimension>,
  sizeOf: (dimension: Dimension) => Dimension,
): Attributes {
  const body = bodyOf(attributes);
  const mapped = Object.entries(attributes).map(([key, value]) => [
    key,
    namesIn(key, value) ? (Array.isArray(value) ? value.map(sizeOf) : sizeOf(value)) : value,
  ]);
  return { ...Object.fromEntries(mapped), ...(body === undefined ? {} : { body: substitute(body, new Map(sizes)) }) };
}

/** Whether an attribute is a shape with names in it, or a length that is a name. */
function namesIn(key: string, value: unknown): value is Dimension | Dimension[] {
  if (Array.isArray(value)) return value.some((item) => typeof item === "string");
  return key === "length" && typeof value === "string";
}
