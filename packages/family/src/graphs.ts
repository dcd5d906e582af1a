import {
  BlockzooError,
  callMethod,
  isTensor,
  trace,
  type Block,
  type Graph,
  type Structure,
  type Tensor,
} from "@blockzoo/core";
import type { GraphDefinition, Variant } from "./variant.js";

/** A graph of a variant by name, or an error that lists those there are. */
export function graphDefinition(variant: Pick<Variant, "graphs">, name: string): GraphDefinition {
  const graphs: Readonly<Record<string, GraphDefinition>> = variant.graphs;
  if (Object.hasOwn(graphs, name)) return graphs[name]!;
  throw new BlockzooError(`there is no graph "${name}": there are ${Object.keys(graphs).join(", ")}`);
}

/**
 * A graph of a variant as it is used and exported: in eval mode, with the batch as the named dimension `"N"`.
 *
 * @param name which of its graphs. Default `"forward"`
 */
export function inferenceGraph(
  variant: Pick<Variant, "graphs" | "create">,
  { model = variant.create(), name = "forward" }: { readonly model?: Block; readonly name?: string } = {},
): Graph {
  const { input, output } = graphDefinition(variant, name);
  return trace((inputs: object) => callGraph(model, name, inputs), input, { mode: "eval", output, model });
}

/** Inside a trace: what the graph of a model returns for its inputs by name. */
export function callGraph(model: Block, name: string, inputs: object): Structure<Tensor> {
  return callMethod(model, name, ...Object.values(inputs)) as Structure<Tensor>;
}

/** Inside a trace: the main output of a variant's graph. */
export function mainOutput(
  variant: Pick<Variant, "graphs">,
  model: Block,
  inputs: object,
  { name = "forward" }: { readonly name?: string } = {},
): Tensor {
  const returned = callGraph(model, name, inputs);
  const { output } = graphDefinition(variant, name);
  return isTensor(returned) ? returned : ((returned as Readonly<Record<string, unknown>>)[output] as Tensor);
}

/** What a graph is called outside of its variant, in names of files and headings: `lenet5`, `translator.encode`. */
export function graphTitle(id: string, name: string): string {
  return name === "forward" ? id : `${id}.${name}`;
}
