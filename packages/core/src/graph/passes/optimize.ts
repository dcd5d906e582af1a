import type { Graph } from "../graph.js";
import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.js";
import { eliminateDeadCode } from "./eliminate-dead-code.js";
import { fold } from "./fold.js";

/** What every backend runs before it emits: folds constants and no-ops, shares equal nodes, drops what nothing uses. */
export function optimize(graph: Graph): Graph {
  return eliminateDeadCode(eliminateCommonSubexpressions(fold(eliminateDeadCode(graph))));
}
