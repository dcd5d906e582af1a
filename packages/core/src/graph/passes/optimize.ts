import type { Graph } from "../graph.js";
import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.js";
import { eliminateDeadCode } from "./eliminate-dead-code.js";
import { fold } from "./fold.js";
import { joinUpdates } from "./join-updates.js";
import { sumBehindLoops } from "./loops/sum-behind-loops.js";
import { takeOutOfLoops } from "./loops/take-out-of-loops.js";

/**
 * What every backend runs before it emits: adds up behind loops what they only add up, computes before loops what their sequences
 * decide, folds constants and no-ops, shares equal nodes, updates small tensors of the state together, drops what nothing uses.
 */
export function optimize(graph: Graph): Graph {
  const small = eliminateCommonSubexpressions(fold(takeOutOfLoops(sumBehindLoops(eliminateDeadCode(graph)))));
  return joinUpdates(eliminateDeadCode(small));
}
