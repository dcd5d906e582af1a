import {
  BlockzooError,
  check,
  parseNumbers,
  parseRecord,
  parseString,
  parseStrings,
  type PlainRecord,
} from "@blockzoo/core";

/** How the rows of a table become the input of a network: plain data, stored with weights. */
export interface TablePreprocessing {
  readonly kind: "table";
  /** What a network is given, in this order. */
  readonly columns: readonly TableColumn[];
  /** The column that is predicted, which is no feature. */
  readonly target?: TargetColumn;
}

export type TableColumn = NumberColumn | CategoryColumn;

/** One feature: `(x - mean) / deviation`. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
  /** What stands for a missing number; without it a missing one is an error. */
  readonly fill?: number;
}

/** A feature for each category: 1 for that of the row, 0 for the others. */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  /** The texts of the cells, one of which may be empty. */
  readonly categories: readonly string[];
}

export interface TargetColumn {
  readonly name: string;
  /** Its place, from 0, among the columns of the file that was learned from. */
  readonly position: number;
}

/** What a network is given, one name for each feature: `"age"`, and for a category `"colour=red"`. */
export function featureNames({ columns }: Pick<TablePreprocessing, "columns">): string[] {
  return columns.flatMap((column) =>
    column.kind === "number" ? [column.name] : column.categories.map((category) => `${column.name}=${category}`),
  );
}

/**
 * From plain data that may be anybody's. Names of columns beside lists of means and deviations are understood too.
 *
 * @param where what errors call the data
 *
 * @throws BlockzooError that says where, what was found and what was expected
 */
export function parseTablePreprocessing(value: unknown, where: string): TablePreprocessing {
  const record = parseRecord(value, where);
  const { kind, target } = record;
  check(kind === "table", () => `${where}.kind: expected "table", found ${JSON.stringify(kind)}`);
  const columns = columnsOf(record, where);
  distinct(
    columns.map(({ name }) => name),
    `${where}.columns`,
  );
  return {
    kind,
    columns,
    ...(target !== undefined && { target: targetOf(target, columns.length, `${where}.target`) }),
  };
}

/** Of a mean and a deviation. */
export function parseScale({ mean, deviation }: PlainRecord, where: string): { mean: number; deviation: number } {
  const parsed = { mean: numberOf(mean, `${where}.mean`), deviation: numberOf(deviation, `${where}.deviation`) };
  check(parsed.deviation > 0, () => `${where}.deviation: expected a number above 0, found ${parsed.deviation}`);
  return parsed;
}

function columnsOf({ columns, mean, deviation }: PlainRecord, where: string): TableColumn[] {
  if (mean === undefined && deviation === undefined) {
    check(Array.isArray(columns), () => `${where}.columns: expected a list`);
    return (columns as readonly unknown[]).map((column, index) => columnOf(column, `${where}.columns[${index}]`));
  }
  const names = parseStrings(columns, `${where}.columns`);
  const means = parseNumbers(mean, `${where}.mean`);
  const deviations = parseNumbers(deviation, `${where}.deviation`);
  for (const [key, { length }] of Object.entries({ mean: means, deviation: deviations }))
    check(length === names.length, () => `${where}.${key}: has ${length} numbers for ${names.length} columns`);
  return names.map((name, index) => {
    const scale = parseScale({ mean: means[index], deviation: deviations[index] }, `${where}: "${name}"`);
    return { name, kind: "number", ...scale };
  });
}

function columnOf(value: unknown, where: string): TableColumn {
  const record = parseRecord(value, where);
  const { kind, fill, categories: given } = record;
  const name = parseString(record["name"], `${where}.name`);
  if (kind === "number") {
    const filled = fill === undefined ? {} : { fill: numberOf(fill, `${where}.fill`) };
    return { name, kind, ...parseScale(record, where), ...filled };
  }
  check(kind === "category", () => `${where}.kind: expected "number" or "category", found ${JSON.stringify(kind)}`);
  const categories = parseStrings(given, `${where}.categories`);
  distinct(categories, `${where}.categories`);
  return { name, kind, categories };
}

function targetOf(value: unknown, columns: number, where: string): TargetColumn {
  const { name, position } = parseRecord(value, where);
  check(
    Number.isSafeInteger(position) && (position as number) >= 0 && (position as number) <= columns,
    () => `${where}.position: expected a whole number from 0 to ${columns}, found ${JSON.stringify(position)}`,
  );
  return { name: parseString(name, `${where}.name`), position: position as number };
}

function numberOf(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new BlockzooError(`${where}: expected a finite number, found ${JSON.stringify(value) ?? "nothing"}`);
}

/** Not empty, and none twice. */
function distinct(texts: readonly string[], where: string): void {
  check(texts.length > 0, () => `${where}: is empty, expected one at least`);
  const seen = new Set<string>();
  const twice = texts.find((text) => seen.size === seen.add(text).size);
  check(twice === undefined, () => `${where}: has ${JSON.stringify(twice)} twice`);
}
