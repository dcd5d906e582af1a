// How numbers are written in tables.
import { middle, type ContenderRecord, type Quantity } from "./records.js";

/** Three digits, which is more than these machines repeat. */
export function short(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** The median of a contender, or why there is none. */
export function shown(contender: ContenderRecord, quantity: Quantity): string {
  const { values } = contender;
  return "failure" in values ? values.failure : short(middle(contender, quantity)!);
}

/** What the median of a contender is of the median of another; nothing where one has none. */
export function ratio(own: ContenderRecord, peer: ContenderRecord | undefined, quantity: Quantity): number | undefined {
  const [numerator, denominator] = [middle(own, quantity), peer && middle(peer, quantity)];
  return numerator === undefined || denominator === undefined ? undefined : numerator / denominator;
}

/** The best process of a contender against the best of another. */
export function bestRatio(own: ContenderRecord, peer: ContenderRecord | undefined): number | undefined {
  if (peer === undefined || "failure" in own.values || "failure" in peer.values) return undefined;
  return Math.min(...own.values.milliseconds) / Math.min(...peer.values.milliseconds);
}

export function shownRatio(value: number | undefined): string {
  return value?.toFixed(2) ?? "";
}

export function processes({ values }: ContenderRecord): string {
  return "failure" in values ? "" : String(values.milliseconds.length);
}
