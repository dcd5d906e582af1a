import { check, ndarray, type NDArray } from "@blockzoo/core";
import { isNumber } from "./cells.js";
import { cellPlace, type Table } from "./table.js";

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

/** The classes of a column: numbers in their order, texts in that of their code units; and which of them each row has. */
export function classesOf(table: Table, column: number): { y: NDArray; labels: readonly string[] } {
  const cells = table.rows.map((row) => row[column]!);
  const empty = cells.indexOf("");
  check(empty === -1, () => `${cellPlace(table, empty, column)}: is empty, expected a class`);
  const labels = categoriesOf(cells);
  const indices = new Map(labels.map((label, index) => [label, index]));
  return { y: ndarray(Int32Array.from(cells, (label) => indices.get(label)!)), labels };
}

/** The different cells: numbers in their order, texts in that of their code units. */
export function categoriesOf(cells: readonly string[]): string[] {
  const values = [...new Set(cells)];
  return values.every((value) => isNumber(value))
    ? values.toSorted((a, b) => Number(a) - Number(b))
    : values.toSorted();
}
