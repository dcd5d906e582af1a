// How times and memory grow with one size: exponents of fitted powers.
import type { Case } from "../cases/case.js";
import { growthExponent } from "../statistics.js";
import { growthName, growthSeries } from "../workloads/growth.js";
import { markdownTable } from "./markdown-table.js";
import { middle, type CaseRecord, type Quantity } from "./records.js";

const families = ["blockzoo", "pytorch"] as const;
const quantities = ["milliseconds", "firstStepMilliseconds", "peakMegabytes"] as const satisfies readonly Quantity[];

/** A row for each size that grows; a series of which a case is missing has none. */
export function growthTable(rows: readonly (readonly [Case, CaseRecord])[]): string {
  const records = new Map(rows.map(([{ name }, record]) => [name, record]));
  const header = ["what grows", "from, to", "step", "PyTorch's", "first step", "PyTorch's", "memory", "PyTorch's"];
  const cells = Object.entries(growthSeries).flatMap(([name, { title, sizes }]) => {
    const found = sizes.map((size) => records.get(growthName(name, size)));
    if (found.includes(undefined)) return [];
    const exponents = quantities.flatMap((quantity) =>
      families.map((family) => exponentOf(sizes, found as readonly CaseRecord[], { family, quantity })),
    );
    return [[title, `${sizes[0]}, ${sizes.at(-1)}`, ...exponents]];
  });
  return markdownTable(header, cells);
}

function exponentOf(
  sizes: readonly number[],
  records: readonly CaseRecord[],
  { family, quantity }: { readonly family: (typeof families)[number]; readonly quantity: Quantity },
): string {
  const values = records.map(({ contenders }) => {
    const contender = contenders.find((candidate) => candidate.family === family);
    return contender && middle(contender, quantity);
  });
  return values.includes(undefined) ? "" : growthExponent(sizes, values as readonly number[]).toFixed(2);
}
