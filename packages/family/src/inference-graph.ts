import { trace, type Block, type Graph } from "@blockzoo/core";
import type { Variant } from "./variant.js";

/** The graph of a variant as it is used and exported: in eval mode, with the batch as the named dimension `"N"`. */
export function inferenceGraph(variant: Variant, model: Block = variant.create()): Graph {
  return trace(model, variant.input, { mode: "eval", output: variant.output });
}
