import type { Entry } from "./rounds.js";
import { spread } from "./statistics.js";

/** The middle half of a contender's processes may reach over this part of their median. */
export const spreadBound = 0.1;

/** Of fewer processes there is no half to speak of. */
const leastProcesses = 4;

/** Of whom among the entries the times lie too far apart to be kept, in sentences. */
export function unsteady(title: string, entries: readonly Entry[]): string[] {
  return entries.flatMap(({ contender, reports, failure }) => {
    if (failure !== undefined || reports.length < leastProcesses) return [];
    const found = spread(reports.map(({ milliseconds }) => milliseconds));
    if (found <= spreadBound) return [];
    const who = `${title}: ${contender.label}, ${contender.threads} ${contender.threads === 1 ? "thread" : "threads"}`;
    return [
      `${who}: half of its ${reports.length} processes spread over ${percent(found)} of their median, more than ${percent(spreadBound)}`,
    ];
  });
}

const percent = (part: number) => `${(100 * part).toFixed(0)} %`;
