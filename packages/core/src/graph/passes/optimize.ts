import type { Graph } from "../graph.js";
import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.js";
import { eliminateDeadCode } from "./eliminate-dead-code.js";
import { fold } from "./fold.js";
import { sumBehindLoops } from "./loops/sum-behind-loops.js";

/**
 * What every backend runs before it emits: adds up behind loops what they only add up, folds constants and no-ops, shares equal
 * nodes, drops what nothing uses.
 */
export function optimize(graph: Graph): Graph {
  return eliminateDeadCode(eliminateCommonSubexpressions(fold(sumBehindLoops(eliminateDeadCode(graph)))));
}
