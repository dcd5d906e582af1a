// Times as multiples of PyTorch's, all that have been measured in one picture: docs/benchmarks.svg
import { ratiosSvg, type Ratios } from "@blockzoo/inspect";
import { ratio } from "./cells.js";
import { measured, type Records } from "./records.js";
import { rivalsOf, tables, type TableName } from "./tables.js";

/** Tables of which ratios are drawn, and what they are called there. */
const groups = {
  training: "training steps",
  sequences: "training steps on sequences",
  unsupervised: "a step without labels",
  generation: "a text",
  pictures: "pictures",
  inference: "forward passes",
} as const satisfies Readonly<Partial<Record<TableName, string>>>;

export function chartOf(records: Records): string {
  const rows = (Object.keys(groups) as (keyof typeof groups)[]).flatMap((table) =>
    measured(tables[table].cases, records).map(([{ name }, record]): Ratios => {
      const values = rivalsOf(record).flatMap(({ own, peer }) => {
        const value = ratio(own, peer, "milliseconds");
        return value === undefined ? [] : [[own.threads === 1 ? "1 thread" : `${own.threads} threads`, value] as const];
      });
      return { name, group: groups[table], values: Object.fromEntries(values) };
    }),
  );
  const note = "ours as a multiple of PyTorch's on as many threads: less is faster";
  return `${ratiosSvg(rows, { title: "Time, to PyTorch's", note, scheme: "auto" })}\n`;
}
