// What was measured, case by case: docs/benchmarks.json, of which the tables and the chart of docs/benchmarks.md are made.
import { readFileSync, writeFileSync } from "node:fs";
import type { Case } from "../cases/case.js";
import type { Contender } from "../contenders.js";
import type { ProcessReport } from "../process-report.js";
import type { Entry } from "../rounds.js";
import { median } from "../statistics.js";

/** What a process measures of itself; all of them the less the better. */
export type Quantity = Exclude<keyof ProcessReport, "runtime" | "results">;

/** What the processes of a contender measured, one number each, none of what they cannot say; or why there are none at all. */
export interface ContenderRecord extends Pick<Contender, "family" | "label" | "threads"> {
  readonly values: Readonly<Record<Quantity, readonly number[]>> | { readonly failure: string };
}

/** When and on what a case was measured. */
export interface Circumstances {
  readonly commit: string;
  readonly command: string;
  readonly machine: string;
}

export interface CaseRecord extends Circumstances {
  /** Names and versions. */
  readonly runtimes: readonly string[];
  readonly contenders: readonly ContenderRecord[];
}

/** By the names of cases. */
export type Records = Readonly<Record<string, CaseRecord>>;

export function recordOf(entries: readonly Entry[], circumstances: Circumstances): CaseRecord {
  const runtimes = entries.flatMap(({ reports }) => reports.map(({ runtime }) => runtime));
  const contenders = entries.map(({ contender: { family, label, threads }, reports, failure }): ContenderRecord => {
    const of = (quantity: Quantity) =>
      reports.flatMap((report) => (report[quantity] === undefined ? [] : [Number(report[quantity].toPrecision(4))]));
    if (failure !== undefined) return { family, label, threads, values: { failure } };
    const values = {
      firstStepMilliseconds: of("firstStepMilliseconds"),
      milliseconds: of("milliseconds"),
      processorMilliseconds: of("processorMilliseconds"),
      peakMegabytes: of("peakMegabytes"),
    };
    return { family, label, threads, values };
  });
  return { ...circumstances, runtimes: [...new Set(runtimes)], contenders };
}

/** The median over processes; undefined where there are no values. */
export function middle({ values }: ContenderRecord, quantity: Quantity): number | undefined {
  return "failure" in values || values[quantity].length === 0 ? undefined : median(values[quantity]);
}

/** Those of the cases that have been measured, in order. */
export function measured(cases: readonly Case[], records: Records): readonly (readonly [Case, CaseRecord])[] {
  return cases.flatMap((one) => {
    const record = records[one.name];
    return record === undefined ? [] : [[one, record] as const];
  });
}

export function readRecords(file: URL): Records {
  return JSON.parse(readFileSync(file, "utf8")) as Records;
}

/** One line for each case, so that a difference shows which were measured anew. */
export function writeRecords(file: URL, records: Records): void {
  const lines = Object.entries(records).map(([name, record]) => `${JSON.stringify(name)}: ${JSON.stringify(record)}`);
  writeFileSync(file, `{\n${lines.toSorted().join(",\n")}\n}\n`);
}
