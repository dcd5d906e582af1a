import { check, ndarray, type NDArray } from "@blockzoo/core";
import { isNumber, parseNumber } from "./cells.js";
import { cellPlace, listed, type Table } from "./table.js";

/** Whether the column to predict names classes or holds quantities. */
export type TableTask = "classification" | "regression";

const MAX_NUMERIC_CLASSES = 100;

/**
 * What a column is taken for if nobody says it: texts are classes, and so are integers with at most 100 different values; other
 * numbers are quantities.
 *
 * @throws BlockzooError when most cells are numbers and some are not: a wrong cell is no class of its own
 */
export function taskOf(table: Table, column: number): TableTask {
  const cells = table.rows.map((row) => row[column]!);
  const wrong = cells.findIndex((cell) => !isNumber(cell));
  if (wrong === -1) {
    const areIntegers = cells.every((cell) => Number.isInteger(Number(cell)));
    return areIntegers && new Set(cells).size <= MAX_NUMERIC_CLASSES ? "classification" : "regression";
  }
  const numbers = cells.filter((cell) => isNumber(cell)).length;
  check(
    numbers <= cells.length / 2,
    () =>
      `${cellPlace(table, wrong, column)}: found ${JSON.stringify(cells[wrong])} among numbers to predict: ` +
      `mend it, or say that all are classes (--task classification, in code task: "classification")`,
  );
  return "classification";
}

/** Whether all cells of a column are numbers. */
export function isQuantitative(table: Table, column: number): boolean {
  return table.rows.every((row) => isNumber(row[column]!));
}

/**
 * The classes of a column: numbers in their order, texts in that of their code units.
 *
 * @throws BlockzooError where a cell is empty
 */
export function labelsOf(table: Table, column: number): string[] {
  const cells = table.rows.map((row) => row[column]!);
  const empty = cells.indexOf("");
  check(empty === -1, () => `${cellPlace(table, empty, column)}: is empty, expected a class`);
  return categoriesOf(cells);
}

/** int32 [rows]: which of the labels each cell of a column is. */
export function classesOf(table: Table, column: number, labels: readonly string[]): NDArray {
  const indices = new Map(labels.map((label, index) => [label, index]));
  const classOf = (row: readonly string[], index: number): number => {
    const found = indices.get(row[column]!);
    check(
      found !== undefined,
      () =>
        `${cellPlace(table, index, column)}: found ${JSON.stringify(row[column])}, expected one of ${listed(labels)}`,
    );
    return found;
  };
  return ndarray(Int32Array.from(table.rows, classOf));
}

/** The numbers of a column, of which none may be missing. */
export function quantitiesOf(table: Table, column: number): number[] {
  return table.rows.map((row, index) => parseNumber(row[column]!, () => cellPlace(table, index, column)));
}

/** The different cells: numbers in their order, texts in that of their code units. */
export function categoriesOf(cells: readonly string[]): string[] {
  const values = [...new Set(cells)];
  return values.every((value) => isNumber(value))
    ? values.toSorted((a, b) => Number(a) - Number(b))
    : values.toSorted();
}
