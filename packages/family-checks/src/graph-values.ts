import { concat, flattenStructure, isTensor, reshape, type Block, type Feeds, type Tensor } from "@blockzoo/core";
import { callGraph, drawInputs, graphDefinition, type Variant } from "@blockzoo/family";

/** The batch that networks are compared on. */
export const comparedBatch = 2;

/** Inputs for a graph of a variant. */
export function graphInputs(variant: Variant, name: string, seed = 0): Feeds {
  return drawInputs(graphDefinition(variant, name), { samples: comparedBatch, seed });
}

/**
 * The elements of all that a graph of a model returns inside a trace, one after the other: [M]. Whole numbers, such as lengths,
 * are left out, since nothing can be taught of them.
 */
export function allOutputs(model: Block, name: string, inputs: object): Tensor {
  const outputs = flattenStructure<Tensor>(callGraph(model, name, inputs), isTensor).map(([, output]) => output);
  return concat(outputs.filter(({ dtype }) => dtype === "float32").map((output) => reshape(output, [-1])));
}
