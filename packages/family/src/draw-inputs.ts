import {
  ndarray,
  RandomStream,
  sizeOf,
  type Feeds,
  type Graph,
  type InputTypes,
  type TensorType,
} from "@blockzoo/core";
import { graphDefinition, inferenceGraph } from "./graphs.js";
import type { GraphDefinition, Variant } from "./variant.js";

export interface DrawOptions {
  /** The size of the batch, the dimension `"N"`. */
  readonly samples: number;
  /** Default 0. */
  readonly seed?: number;
  /** What all other sizes are that the types leave open, such as height and width. Default 32. */
  readonly openSize?: number;
}

/** The input types of a graph with numbers in the place of all names. */
export function numericTypes(
  types: InputTypes,
  { samples, openSize = 32 }: Omit<DrawOptions, "seed">,
): Readonly<Record<string, TensorType>> {
  return Object.fromEntries(
    Object.entries(types as Readonly<Record<string, TensorType>>).map(([name, { dtype, shape }]) => {
      const sizes = shape.map((size) => (typeof size === "number" ? size : size === "N" ? samples : openSize));
      return [name, { dtype, shape: sizes }];
    }),
  );
}

/** A graph of a variant with numbers for all sizes; by default its `forward`. */
export function numericGraph(
  variant: Pick<Variant, "graphs" | "create">,
  { name = "forward", ...sizes }: Omit<DrawOptions, "seed"> & { readonly name?: string },
): Graph {
  const { input, output } = graphDefinition(variant, name);
  const graphs = { [name]: { input: numericTypes(input, sizes), output } };
  return inferenceGraph({ create: () => variant.create(), graphs }, { name });
}

/**
 * Inputs for a graph, the same for the same seed: random floats from [0, 1), whole numbers 0 and 1, and what the graph says of
 * those inputs that these are no example of.
 */
export function drawInputs(
  { input, example }: Pick<GraphDefinition, "input" | "example">,
  { seed = 0, ...sizes }: DrawOptions,
): Feeds {
  const drawn = Object.fromEntries(
    Object.entries(numericTypes(input, sizes)).map(([name, type]) => {
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
