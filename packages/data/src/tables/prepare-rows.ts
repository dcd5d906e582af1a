import { check, ndarray, type NDArray } from "@blockzoo/core";
import { isMissing, parseNumber } from "./cells.js";
import { featureNames, type CategoryColumn, type NumberColumn, type TablePreprocessing } from "./preprocessing.js";
import { cellPlace, listed, type Table } from "./table.js";

/** Of all rows: 4 GiB. */
const MAX_FEATURES = 2 ** 30;

/** What a network is given for the rows of a table. */
export interface PreparedRows {
  /** float32 [rows, features], see `featureNames`. */
  readonly x: NDArray;
  /** Which columns were left out, and whether they were taken by their places: a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The features of the rows of a table. Columns are found by name, in whatever order; further ones are left out. Where the table, or
 * the one that was learned from, has no header, they are taken by place: all features, or the same columns as then.
 *
 * @throws BlockzooError where a column is missing; where a cell is no number, or none of the categories, with row and column
 */
export function prepareRows(table: Table, preprocessing: TablePreprocessing): PreparedRows {
  const { indices, notes } = matchColumns(table, preprocessing);
  const width = featureNames(preprocessing).length;
  const size = table.rows.length * width;
  check(
    size <= MAX_FEATURES,
    () => `${table.name}: ${table.rows.length} rows of ${width} features are too many at once`,
  );
  const x = new Float32Array(size);
  let offset = 0;
  for (const row of table.rows.keys()) {
    for (const [index, column] of preprocessing.columns.entries()) {
      if (column.kind === "number") x[offset++] = numberAt(table, row, indices[index]!, column);
      else {
        x[offset + categoryAt(table, row, indices[index]!, column)] = 1;
        offset += column.categories.length;
      }
    }
  }
  return { x: ndarray(x, [table.rows.length, width]), notes };
}

/** A table of rows that a program has: lists of cells in the order of the columns, or records by their names. */
export function tableOfRows(
  rows: readonly (ArrayLike<number | string> | Readonly<Record<string, number | string>>)[],
  name = "rows",
): Table {
  const isList = (row: (typeof rows)[number]): row is ArrayLike<number | string> =>
    Array.isArray(row) || ArrayBuffer.isView(row);
  const [first = []] = rows;
  check(
    rows.every((row) => isList(row) === isList(first)),
    () => `${name}: some are lists and some are records: expected one or the other`,
  );
  const hasHeader = !isList(first);
  const columns = hasHeader
    ? [...new Set(rows.flatMap((row) => Object.keys(row)))]
    : Array.from(first, (_, column) => `column ${column + 1}`);
  const cells = rows.map((row, index) => {
    if (!isList(row)) return columns.map((column) => String(row[column] ?? ""));
    check(
      row.length === columns.length,
      () => `${name}: row ${index + 1} has ${row.length} cells, row 1 has ${columns.length}`,
    );
    return Array.from(row, String);
  });
  return { name, columns, hasHeader, firstRow: 1, rows: cells, notes: [] };
}

/** Where each feature's column is in a table. */
function matchColumns(table: Table, { columns, target }: TablePreprocessing): { indices: number[]; notes: string[] } {
  const names = columns.map(({ name }) => name);
  const isNameless = names.every((name) => /^column \d+$/.test(name));
  if (!table.hasHeader || isNameless) return matchPlaces(table, names, target);
  const places = new Map(table.columns.map((name, index) => [name, index]));
  const missing = names.filter((name) => !places.has(name)).map((name) => JSON.stringify(name));
  check(
    missing.length === 0,
    () =>
      `${table.name}: has no column ${listed(missing)}, which the network was trained on: it has ${listed(table.columns)}`,
  );
  const known = new Set(names);
  const further = table.columns.filter((name) => !known.has(name));
  const said = further.map((name) => (name === target?.name ? `${name}, which is predicted` : name));
  const notes = further.length > 0 ? [`left out ${listed(said)}`] : [];
  return { indices: names.map((name) => places.get(name)!), notes };
}

function matchPlaces(
  { name, columns }: Table,
  names: readonly string[],
  target: TablePreprocessing["target"],
): { indices: number[]; notes: string[] } {
  const all = columns.map((_, index) => index);
  const isWhole = target !== undefined && all.length === names.length + 1;
  check(
    isWhole || all.length === names.length,
    () => `${name}: has ${all.length} columns, expected those that the network was trained on: ${listed(names)}`,
  );
  const by = names.every((each, index) => each === columns[index])
    ? []
    : [`columns taken by their places: ${listed(names)}`];
  return isWhole
    ? {
        indices: all.filter((index) => index !== target.position),
        notes: [...by, `left out ${columns[target.position]}, which is predicted`],
      }
    : { indices: all, notes: by };
}

function numberAt(table: Table, row: number, column: number, { mean, deviation, fill }: NumberColumn): number {
  const cell = table.rows[row]![column]!;
  const where = () => cellPlace(table, row, column);
  if (!isMissing(cell)) {
    const value = (parseNumber(cell, where) - mean) / deviation;
    check(
      Number.isFinite(Math.fround(value)),
      () => `${where()}: found ${cell}, which is too far from the mean ${mean} of the column for float32`,
    );
    return value;
  }
  check(
    fill !== undefined,
    () =>
      `${where()}: found ${JSON.stringify(cell)}, expected a number: nothing stands for missing ones in these weights`,
  );
  return (fill - mean) / deviation;
}

function categoryAt(table: Table, row: number, column: number, { categories }: CategoryColumn): number {
  const cell = table.rows[row]![column]!;
  const index = categories.indexOf(cell);
  check(
    index !== -1,
    () =>
      `${cellPlace(table, row, column)}: found ${JSON.stringify(cell)}, expected one of ${listed(categories.map((category) => JSON.stringify(category)))}`,
  );
  return index;
}
