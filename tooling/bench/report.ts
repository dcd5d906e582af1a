import type { Entry } from "./rounds.js";
import { median } from "./statistics.js";
import { markdownTable } from "./table.js";

export interface Measurement {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** When, by which command and on what it was measured. */
  readonly circumstances: string;
}

/** The section of one workload: its table, and where, how and when it was measured. */
export function describeMeasurement({ title, entries, circumstances }: Measurement): string {
  const peers = new Map(
    entries
      .filter(({ contender, failure }) => contender.family === "pytorch" && failure === undefined)
      .map((entry) => [entry.contender.threads, timeOf(entry)]),
  );
  const rows = entries.map((entry) => {
    const { contender, failure } = entry;
    const lead = [contender.label, String(contender.threads)];
    if (failure !== undefined) return [...lead, failure, "", "", ""];
    const peer = peers.get(contender.threads);
    const ratio = peer === undefined ? "" : (timeOf(entry) / peer).toFixed(2);
    return [...lead, short(timeOf(entry)), rangeOf(entry), ratio, String(entry.reports.length)];
  });
  const header = ["training step", "threads", "ms (median)", "min-max", "to PyTorch", "processes"];
  return [`**${title}**`, markdownTable(header, rows), `${circumstances}; ${runtimesOf(entries)}.`].join("\n\n");
}

/** Names and versions of what ran. */
export function runtimesOf(entries: readonly Entry[]): string {
  return [...new Set(entries.flatMap(({ reports }) => reports.map(({ runtime }) => runtime)))].join(", ");
}

export function timeOf({ reports }: Entry): number {
  return median(reports.map(({ milliseconds }) => milliseconds));
}

export function rangeOf({ reports }: Entry): string {
  const times = reports.map(({ milliseconds }) => milliseconds);
  return `${short(Math.min(...times))}-${short(Math.max(...times))}`;
}

/** Three digits, which is more than these machines repeat. */
export function short(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
}

/**
 * Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 *
 * @throws Error where the page has no such place
 */
export function placeInPage(page: string, name: string, section: string): string {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has no place for ${name}: ${start} ... ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${section}\n\n${page.slice(to)}`;
}
