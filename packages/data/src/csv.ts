import { check, ndarray, type NDArray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "./dataset.js";
import { parseNumber } from "./tables/cells.js";
import { parseTable, type TableOptions } from "./tables/parse-table.js";
import { cellPlace, columnIndex, type Table } from "./tables/table.js";
import { classesOf, labelsOf, quantitiesOf, taskOf, type TableTask } from "./tables/targets.js";

/** A table of numbers with one column to predict. */
export interface CsvTable {
  readonly name: string;
  /** float32[n,features]: all columns but the target, in their order. */
  readonly x: NDArray;
  /** int32[n] classes, or float32[n] values where the target is a quantity. */
  readonly y: NDArray;
  /** The names of the classes, `labels[y]`: numbers in their order, texts in that of their code units. */
  readonly labels?: readonly string[];
  /** The names of the features: the header's, else `"column 1"` and so on. */
  readonly columns: readonly string[];
}

/** How {@link parseCsv} reads. */
export interface CsvOptions extends Omit<TableOptions, "names" | "target"> {
  /** The name or the index, from 0, of the column to predict; the last one by default. */
  readonly target?: string | number;
  /**
   * What the target is. By default texts are classes, and so are integers with at most 100 different values; other numbers
   * are quantities.
   */
  readonly task?: TableTask;
}

/**
 * Reads a table of numbers, as `parseTable` of `@blockzoo/data/tables` reads it, and takes the column to predict apart.
 *
 * @example
 * const { x, y, labels } = parseCsv("5.1,3.5,setosa\n7.0,3.2,versicolor");   // x float32[2,2], y int32[2]
 *
 * @throws BlockzooError that names row and column when a row has another length than the first, or a feature is no number
 */
export function parseCsv(source: string | Uint8Array, { target, task, ...options }: CsvOptions = {}): CsvTable {
  const table = parseTable(source, { ...options, ...(typeof target === "string" && { target }) });
  const { name, columns, rows } = table;
  check(
    columns.length >= 2,
    () => `${name}: has one column, expected features and a target: is the delimiter another one?`,
  );
  const targetColumn = indexOf(table, target ?? columns.length - 1);
  const features = columns.flatMap((_, column) => (column === targetColumn ? [] : [column]));
  const numberAt = (row: number, column: number) =>
    parseNumber(rows[row]![column]!, () => cellPlace(table, row, column));
  const x = new Float32Array(rows.length * features.length);
  for (let index = 0; index < x.length; index++)
    x[index] = numberAt(Math.floor(index / features.length), features[index % features.length]!);
  const labels = (task ?? taskOf(table, targetColumn)) === "classification" ? labelsOf(table, targetColumn) : undefined;
  return {
    name,
    x: ndarray(x, [rows.length, features.length]),
    y:
      labels === undefined
        ? ndarray(Float32Array.from(quantitiesOf(table, targetColumn)))
        : classesOf(table, targetColumn, labels),
    ...(labels && { labels }),
    columns: features.map((column) => columns[column]!),
  };
}

/** The table as a data set of `x` and `y`. */
export function csvDataset({ name, x, y, labels }: CsvTable): Dataset {
  return arrayDataset({ name, arrays: { x, y }, ...(labels && { labels }) });
}

function indexOf(table: Table, target: string | number): number {
  if (typeof target === "string") return columnIndex(table, target);
  const { name, columns } = table;
  check(
    columns[target] !== undefined,
    () => `${name}: there is no column ${target}, counted from 0: it has ${columns.length}`,
  );
  return target;
}
