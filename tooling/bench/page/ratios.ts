// What ours is of another's, from what their processes measured.
import { estimateOf, quotients, type Estimate } from "../statistics.js";
import type { ContenderRecord, Quantity } from "./records.js";

/** Round by round; nothing where one has no numbers. */
export function ratioOf(
  own: ContenderRecord,
  peer: ContenderRecord | undefined,
  quantity: Quantity,
): Estimate | undefined {
  if (peer === undefined || "failure" in own.values || "failure" in peer.values) return undefined;
  const found = quotients(own.values[quantity], peer.values[quantity]);
  return found.length === 0 ? undefined : estimateOf(found);
}

/** The best process of a contender against the best of another. */
export function bestRatio(own: ContenderRecord, peer: ContenderRecord | undefined): number | undefined {
  if (peer === undefined || "failure" in own.values || "failure" in peer.values) return undefined;
  return Math.min(...own.values.milliseconds) / Math.min(...peer.values.milliseconds);
}
