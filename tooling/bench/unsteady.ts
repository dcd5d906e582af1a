import type { Entry } from "./rounds.js";
import { uncertainty } from "./statistics.js";

/** By this part of itself a median may be uncertain. */
const bound = 0.1;

/** Of fewer processes there are no quartiles to speak of: of those that are limited to fewer. */
const leastProcesses = 4;

/** A contender whose times lie too far apart to be kept. */
export interface Unsteady {
  /** Who, and by how much, in a sentence. */
  readonly reason: string;
  /** As many rounds as would do, on a machine that is no quieter. */
  readonly rounds: number;
}

export function unsteady(title: string, entries: readonly Entry[]): Unsteady[] {
  return entries.flatMap(({ contender: { label, threads }, reports, failure }) => {
    const count = reports.length;
    if (failure !== undefined || count < leastProcesses) return [];
    const found = uncertainty(reports.map(({ milliseconds }) => milliseconds));
    if (found <= bound) return [];
    const who = `${title}: ${label}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
    return [
      {
        reason: `${who}: the median of its ${count} processes is uncertain by ${percent(found)}, more than ${percent(bound)}`,
        // The uncertainty falls with the root of their number.
        rounds: Math.ceil(count * (found / bound) ** 2),
      },
    ];
  });
}

const percent = (part: number) => `${(100 * part).toFixed(0)} %`;
