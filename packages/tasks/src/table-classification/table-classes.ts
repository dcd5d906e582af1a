import { check, parseNumbers, parseRecord, parseStrings } from "@blockzoo/core";

/** How a row of numbers becomes the input of a network. */
export interface TablePreprocessing {
  readonly kind: "table";
  readonly columns: readonly string[];
  /** `(x - mean) / deviation` for each column. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What weights say that tell rows of a table apart: how a row becomes an input, and what the scores mean. */
export interface TableClasses {
  readonly preprocessing: TablePreprocessing;
  /** The classes, in the order of the scores. */
  readonly labels: readonly string[];
}

/** @throws BlockzooError where a value of unknown origin is not what networks for tables need to know */
export function parseTableClasses(value: unknown, where: string): TableClasses {
  const { preprocessing, labels } = parseRecord(value, where);
  const steps = parseRecord(preprocessing, `${where}: preprocessing`);
  const { length } = parseStrings(steps["columns"], `${where}: columns`);
  for (const name of ["mean", "deviation"]) {
    const found = parseNumbers(steps[name], `${where}: ${name}`).length;
    check(found === length, () => `${where}: has ${found} numbers in ${name} for ${length} columns`);
  }
  return { preprocessing: steps as unknown as TablePreprocessing, labels: parseStrings(labels, `${where}: labels`) };
}
