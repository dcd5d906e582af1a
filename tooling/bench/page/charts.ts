// What the page shows in pictures: ours as multiples of PyTorch's, and runtimes as multiples of native code.
import { ratiosSvg, type Ratios } from "@blockzoo/inspect";
import type { Estimate } from "../statistics.js";
import { runtimeCases } from "../cases/runtimes.js";
import { rivalsOf } from "./figures.js";
import { ratioOf } from "./ratios.js";
import { measured, type CaseRecord, type Quantity, type Records } from "./records.js";
import { tables, type TableName } from "./tables.js";

interface Group {
  readonly group: string;
  readonly table: TableName;
  readonly quantity: Quantity;
}

const groups: readonly Group[] = [
  { group: "training steps: time", table: "training", quantity: "milliseconds" },
  { group: "from model to first step: time", table: "start", quantity: "firstStepMilliseconds" },
  { group: "training: memory", table: "start", quantity: "peakMegabytes" },
  { group: "training steps on sequences: time", table: "sequences", quantity: "milliseconds" },
  { group: "a step without labels: time", table: "unsupervised", quantity: "milliseconds" },
  { group: "a text: time", table: "generation", quantity: "milliseconds" },
  { group: "pictures: time", table: "pictures", quantity: "milliseconds" },
  { group: "forward passes: time", table: "inference", quantity: "milliseconds" },
];

/** By the names of their files in docs/. */
export const charts = {
  "benchmarks.svg": rivalsChart,
  "benchmarks-runtimes.svg": runtimesChart,
} as const satisfies Readonly<Record<string, (records: Records) => string>>;

function rivalsChart(records: Records): string {
  const rows = groups.flatMap(({ group, table, quantity }) =>
    measured(tables[table].cases, records).map(([{ name }, record]) =>
      rowOf(
        { name, group },
        rivalsOf(record).map(({ own, peer }) => [counted(own.threads), ratioOf(own, peer, quantity)]),
      ),
    ),
  );
  const note = "ours as a multiple of PyTorch's on as many threads, with 90 % intervals: less is better";
  return drawn(rows, { title: "Time and memory, to PyTorch's", note });
}

/** A row for each runtime, and a series for each step. */
function runtimesChart(records: Records): string {
  const steps = measured(runtimeCases, records).map(
    ([{ name }, record]) => [name.replace("runtimes-", ""), record] as const,
  );
  const names = new Set(steps.flatMap(([, { contenders }]) => contenders.slice(1).map(runtimeName)));
  const rows = [...names].map((name) =>
    rowOf(
      { name, group: "training steps: time" },
      steps.map(([step, { contenders }]) => {
        const found = contenders.find((contender) => runtimeName(contender) === name);
        return [step, found && ratioOf(found, contenders[0], "milliseconds")];
      }),
    ),
  );
  const note = "as a multiple of onnxruntime-node's on one thread, with the intervals of the table: less is faster";
  return drawn(rows, { title: "Time on each runtime, to native code's", note, log: true });
}

const counted = (threads: number) => (threads === 1 ? "1 thread" : `${threads} threads`);

const runtimeName = ({ label, threads }: CaseRecord["contenders"][number]) =>
  threads === 1 ? label : `${label}, ${counted(threads)}`;

function rowOf(
  place: Pick<Ratios, "name" | "group">,
  series: readonly (readonly [string, Estimate | undefined])[],
): Ratios {
  const known = series.flatMap(([name, estimate]) => (estimate === undefined ? [] : [[name, estimate] as const]));
  return {
    ...place,
    values: Object.fromEntries(known.map(([name, { median }]) => [name, median])),
    intervals: Object.fromEntries(known.map(([name, { least, most }]) => [name, [least, most] as const])),
  };
}

function drawn(
  rows: readonly Ratios[],
  options: { readonly title: string; readonly note: string; readonly log?: boolean },
): string {
  return `${ratiosSvg(rows, { ...options, scheme: "auto" })}\n`;
}
