// How numbers are written in tables.
import type { Estimate } from "../statistics.js";
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

/** Nothing where there is none. */
export function shownNumber(value: number | undefined): string {
  return value === undefined ? "" : short(value);
}

/** A ratio, and what it may be, which a single process does not tell. */
export function shownInterval(estimate: Estimate | undefined): readonly [string, string] {
  if (estimate === undefined) return ["", ""];
  const { median, least, most } = estimate;
  return [short(median), least === most ? "" : `${short(least)}-${short(most)}`];
}

export function processes({ values }: ContenderRecord): string {
  return "failure" in values ? "" : String(values.milliseconds.length);
}
