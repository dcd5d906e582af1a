import { check, ndarray, type NDArray } from "@blockzoo/core";
import { isMissing, isNumber, parseNumber } from "../tables/cells.js";
import { cellPlace, listed, type Table } from "../tables/table.js";

/** Measurements at successive times. */
export interface NamedSeries {
  /** What was measured: a name for each series. */
  readonly names: readonly string[];
  /** float32 [T, F]. */
  readonly values: NDArray;
  /** Which columns are none: a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The series in a table whose rows follow one another in time: its columns of numbers. Columns in which no cell is a number, such
 * as dates, and beside others those that rise by the same number from row to row, such as years, are left out.
 *
 * @param options the names of the series where they are known: where the table has all, they are taken in that order
 * @throws BlockzooError with the row where a number is missing, or something is none; where there is no column of numbers
 *
 * @example
 * parseSeries(parseTable("month,sunspots\n1749-01,58\n1749-02,62.6\n")).names;   // ["sunspots"]
 */
export function parseSeries(table: Table, { names = [] }: { readonly names?: readonly string[] } = {}): NamedSeries {
  const { name, columns, rows } = table;
  const cells = columns.map((_, column) => rows.map((row) => row[column]!));
  const known = names.map((each) => columns.indexOf(each));
  const own = known.length > 0 && !known.includes(-1) ? known : changing(cells);
  const others = columns.filter((_, column) => !own.includes(column));
  check(own.length > 0, () => `${name}: has no column of numbers, expected a series: it has ${listed(columns)}`);
  const values = new Float32Array(rows.length * own.length);
  for (const row of rows.keys()) {
    for (const [index, column] of own.entries()) {
      const cell = cells[column]![row]!;
      const where = () => cellPlace(table, row, column);
      check(!isMissing(cell), () => `${where()}: has no number: fill it in, or leave the rows before it out`);
      values[row * own.length + index] = parseNumber(cell, where);
    }
  }
  return {
    names: own.map((column) => columns[column]!),
    values: ndarray(values, [rows.length, own.length]),
    notes:
      others.length === 0 ? [] : [`left out ${listed(others)}, which ${others.length === 1 ? "is" : "are"} no series`],
  };
}

/** The columns of numbers, without those that count rows or years where there are others. */
function changing(cells: readonly (readonly string[])[]): number[] {
  const numbers = cells.flatMap((own, column) => (own.some((cell) => isNumber(cell)) ? [column] : []));
  const moving = numbers.filter((column) => !countsUp(cells[column]!));
  return moving.length > 0 ? moving : numbers;
}

/** Whether numbers rise by one and the same number, as years and the numbers of rows do; three at least. */
function countsUp(cells: readonly string[]): boolean {
  const numbers = cells.map(Number);
  const step = numbers[1]! - numbers[0]!;
  return numbers.length >= 3 && step > 0 && numbers.every((value, row) => value === numbers[0]! + row * step);
}
