import {
  evaluateDimension,
  ndarray,
  RandomStream,
  sizeOf,
  type Feeds,
  type Graph,
  type TensorType,
} from "@blockzoo/core";
import { graphDefinition, inferenceGraph } from "./graphs.js";
import type { GraphDefinition, Variant } from "./variant.js";

export interface DrawOptions {
  /** The size of the batch, the dimension `"N"`. */
  readonly samples: number;
  /** Default 0. */
  readonly seed?: number;
}

/** The input types of a graph with numbers in the place of all names. */
export function numericTypes(
  { input, openSize = 32 }: Pick<GraphDefinition, "input" | "openSize">,
  { samples }: Pick<DrawOptions, "samples">,
): Readonly<Record<string, TensorType>> {
  return Object.fromEntries(
    Object.entries(input as Readonly<Record<string, TensorType>>).map(([name, { dtype, shape }]) => {
      const sizeOfName = (dimension: string) => (dimension === "N" ? samples : openSize);
      const sizes = shape.map((size) => (typeof size === "number" ? size : evaluateDimension(size, sizeOfName)));
      return [name, { dtype, shape: sizes }];
    }),
  );
}

/** A graph of a variant with numbers for all sizes; by default its `forward`. */
export function numericGraph(
  variant: Pick<Variant, "graphs" | "create">,
  { name = "forward", samples }: Pick<DrawOptions, "samples"> & { readonly name?: string },
): Graph {
  const graph = graphDefinition(variant, name);
  const graphs = { [name]: { input: numericTypes(graph, { samples }), output: graph.output } };
  return inferenceGraph({ create: () => variant.create(), graphs }, { name });
}

/**
 * Inputs for a graph, the same for the same seed: random floats from [0, 1), whole numbers 0 and 1, and what the graph says of
 * those inputs that these are no example of.
 */
export function drawInputs(
  { example, ...graph }: Pick<GraphDefinition, "input" | "example" | "openSize">,
  { seed = 0, samples }: DrawOptions,
): Feeds {
  const drawn = Object.fromEntries(
    Object.entries(numericTypes(graph, { samples })).map(([name, type]) => {
      const shape = type.shape as number[];
      const stream = new RandomStream(seed, "input", name);
      const size = sizeOf(shape);
      if (type.dtype === "float32") return [name, ndarray(stream.fillUniform(new Float32Array(size)), shape)];
      const whole = Array.from({ length: size }, () => stream.integer(2));
      return [name, ndarray(whole, shape, type.dtype)];
    }),
  );
  return { ...drawn, ...example?.(drawn) };
}
