// A change under work: the same steps on the packages of another checkout and of this one, in turns.
import { inCheckout } from "./checkout.js";
import type { Contender } from "./contenders.js";
import type { ProcessReport } from "./process-report.js";
import { short } from "./page/cells.js";
import { runRounds, type Entry, type RoundOptions } from "./rounds.js";
import { estimateOf, median, quotients } from "./statistics.js";
import { markdownTable } from "./page/markdown-table.js";

/** One contender on both checkouts, as often on the one as on the other. */
export interface Pair {
  readonly title: string;
  readonly before: Entry;
  readonly after: Entry;
}

export type Verdict = "faster" | "slower" | "within the spread" | "too few rounds";

/** Of fewer, not even the least and the largest hold it so surely. */
const leastRounds = 5;

/** Less than this part of the time is no difference that anybody should act on. */
const negligible = 0.02;

/** Runs contenders of this checkout and the same on another, `before`, which is a folder. */
export async function runPairs(
  title: string,
  options: RoundOptions & { readonly before: string },
): Promise<readonly Pair[]> {
  const { contenders, before } = options;
  const both = contenders.flatMap((contender): Contender[] => {
    // A verdict needs rounds, which others that take an hour are spared.
    const { maximumRounds: _, ...after } = contender;
    return [after, { ...inCheckout(after, before), label: `before, ${after.label}` }];
  });
  const entries = await runRounds({ ...options, contenders: both });
  return contenders.map((_, index) => ({ title, after: entries[2 * index]!, before: entries[2 * index + 1]! }));
}

/** What a quantity of the one checkout is of that of the other, round by round; nothing where contenders cannot say it. */
function ratios({ before, after }: Pair, quantity: (report: ProcessReport) => number | undefined): number[] {
  const of = ({ reports }: Entry) => reports.flatMap((report) => quantity(report) ?? []);
  return quotients(of(after), of(before));
}

export function verdictOn(pair: Pair): Verdict {
  if (pair.after.reports.length < leastRounds) return "too few rounds";
  const { least, most } = estimateOf(ratios(pair, clock));
  if (most < 1 - negligible) return "faster";
  if (least > 1 + negligible) return "slower";
  return "within the spread";
}

const clock = ({ milliseconds }: ProcessReport) => milliseconds;

export function comparisonTable(pairs: readonly Pair[]): string {
  const header = ["step", "on", "threads", "before, ms", "after, ms", "after / before", "90 % interval", "best / best", "processor time", "first step", "peak memory", "verdict"]; // prettier-ignore
  const rows = pairs.map((pair) => {
    const { title, before, after } = pair;
    const lead = [title, after.contender.label, String(after.contender.threads)];
    const failures = [before.failure ?? "", after.failure ?? ""];
    if (failures.some((failure) => failure !== "")) return [...lead, ...failures, "", "", "", "", "", "", "none"];
    const of = (quantity: (report: ProcessReport) => number | undefined) => {
      const found = ratios(pair, quantity);
      return found.length === 0 ? "" : median(found).toFixed(2);
    };
    const { median: time, least, most } = estimateOf(ratios(pair, clock));
    return [
      ...lead,
      short(median(before.reports.map(clock))),
      short(median(after.reports.map(clock))),
      time.toFixed(2),
      `${least.toFixed(2)}-${most.toFixed(2)}`,
      (Math.min(...after.reports.map(clock)) / Math.min(...before.reports.map(clock))).toFixed(2),
      of(({ processorMilliseconds }) => processorMilliseconds),
      of(({ firstStepMilliseconds }) => firstStepMilliseconds),
      of(({ peakMegabytes }) => peakMegabytes),
      verdictOn(pair),
    ];
  });
  return markdownTable(header, rows);
}
