import { BlockzooError, check } from "@blockzoo/core";

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
  const data = recordOf(value, where);
  check(data["kind"] === "table", () => wrong(`${where}.kind`, data["kind"], '"table"'));
  const columns = columnsOf(data, where);
  check(columns.length > 0, () => `${where}.columns: is empty, expected a column at least`);
  distinct(
    columns.map(({ name }) => name),
    `${where}.columns`,
  );
  const { target } = data;
  return { kind: "table", columns, ...(target !== undefined && { target: targetOf(target, `${where}.target`) }) };
}

function columnsOf({ columns: given, mean, deviation }: Data, where: string): TableColumn[] {
  const columns = listOf(given, `${where}.columns`);
  if (mean === undefined && deviation === undefined)
    return columns.map((column, index) => columnOf(column, `${where}.columns[${index}]`));
  const [means, deviations] = [listOf(mean, `${where}.mean`), listOf(deviation, `${where}.deviation`)];
  for (const [name, list] of Object.entries({ mean: means, deviation: deviations }))
    check(
      list.length === columns.length,
      () => `${where}.${name}: has ${list.length} numbers for ${columns.length} columns`,
    );
  return columns.map((name, index) => ({
    name: textOf(name, `${where}.columns[${index}]`),
    kind: "number",
    mean: numberOf(means[index], `${where}.mean[${index}]`),
    deviation: deviationOf(deviations[index], `${where}.deviation[${index}]`),
  }));
}

function columnOf(value: unknown, where: string): TableColumn {
  const { name: given, kind, mean, deviation, fill, categories } = recordOf(value, where);
  const name = textOf(given, `${where}.name`);
  switch (kind) {
    case "number":
      return {
        name,
        kind,
        mean: numberOf(mean, `${where}.mean`),
        deviation: deviationOf(deviation, `${where}.deviation`),
        ...(fill !== undefined && { fill: numberOf(fill, `${where}.fill`) }),
      };
    case "category":
      return { name, kind, categories: textsOf(categories, `${where}.categories`) };
    default:
      throw new BlockzooError(wrong(`${where}.kind`, kind, '"number" or "category"'));
  }
}

function targetOf(value: unknown, where: string): TargetColumn {
  const { name, position: place } = recordOf(value, where);
  const position = numberOf(place, `${where}.position`);
  check(Number.isInteger(position) && position >= 0, () => wrong(`${where}.position`, place, "a whole number from 0"));
  return { name: textOf(name, `${where}.name`), position };
}

type Data = Readonly<Record<string, unknown>>;

function recordOf(value: unknown, where: string): Data {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Data;
  throw new BlockzooError(wrong(where, value, "a record"));
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new BlockzooError(wrong(where, value, "a list"));
}

function textOf(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new BlockzooError(wrong(where, value, "a text"));
}

function numberOf(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new BlockzooError(wrong(where, value, "a finite number"));
}

function deviationOf(value: unknown, where: string): number {
  const deviation = numberOf(value, where);
  check(deviation > 0, () => wrong(where, value, "a number above 0"));
  return deviation;
}

function textsOf(value: unknown, where: string): string[] {
  const texts = listOf(value, where).map((text, index) => textOf(text, `${where}[${index}]`));
  check(texts.length > 0, () => `${where}: is empty, expected a text at least`);
  distinct(texts, where);
  return texts;
}

function distinct(texts: readonly string[], where: string): void {
  const seen = new Set<string>();
  const twice = texts.find((text) => seen.size === seen.add(text).size);
  check(twice === undefined, () => `${where}: has ${JSON.stringify(twice)} twice`);
}

function wrong(where: string, found: unknown, expected: string): string {
  const text = found === undefined ? "nothing" : JSON.stringify(found);
  return `${where}: found ${text.length > 80 ? `${text.slice(0, 80)}...` : text}, expected ${expected}`;
}
