import type { Attributes, Node } from "../graph/graph.js";
import type { VjpContext } from "../ops/define.js";
import type { Tensor } from "../tensor.js";

export type GradientRule = (context: VjpContext<Attributes>) => readonly (Tensor | undefined)[];

/** Rules that `customGradient` gave to single nodes. They matter only while tracing, so no pass carries them over. */
export const customRules = new WeakMap<Node, GradientRule>();
