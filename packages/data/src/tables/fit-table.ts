import { check } from "@blockzoo/core";
import { isMissing, isNumber, parseNumber } from "./cells.js";
import type { TableColumn, TablePreprocessing, TargetColumn } from "./preprocessing.js";
import type { Quantity } from "./quantity.js";
import { cellPlace, targetColumn, type Table } from "./table.js";
import { categoriesOf, labelsOf, quantitiesOf, taskOf, type TableTask } from "./targets.js";

/** What a person decides about a table. */
export interface TableChoices {
  /** The column to predict, by its name or its number from 1; the last one by default. */
  readonly target?: string;
  /** What the target is. By default texts are classes, and so are integers with at most 100 different values. */
  readonly task?: TableTask;
  /** The columns whose cells are categories; `auto` for all that hold words. None by default: words are then an error. */
  readonly categorical?: "auto" | readonly string[];
  /** What stands for a missing number: the mean of its column, or a value. By default a missing one is an error. */
  readonly missing?: "mean" | number;
  /** The rows, from 0, that means and deviations are taken from, which are those that are learned from; all by default. */
  readonly rows?: ArrayLike<number>;
}

/** What weights say of classes that were learned from a table. */
export interface TableClasses {
  readonly preprocessing: TablePreprocessing;
  /** At least two, in the order of the scores. */
  readonly labels: readonly string[];
}

/** What weights say of a quantity that was learned from a table. */
export interface TableQuantity {
  readonly preprocessing: TablePreprocessing;
  readonly quantity: Quantity;
}

/**
 * How the rows of a table become features and something to predict: numbers are standardised, categories a feature each.
 *
 * @example
 * const table = parseTable("size,street,price\n50,a,210000\n70,b,260000\n");
 * const houses = fitTable(table, { categorical: ["street"], task: "regression" });
 * const { x, y } = tableDataset(table, houses).gather([0, 1]);   // x float32[2,3], y float32[2]
 *
 * @throws BlockzooError where a cell does not fit the choices, and which choice would do; where there is nothing to predict
 */
export function fitTable(table: Table, choices: TableChoices = {}): TableClasses | TableQuantity {
  const { name, columns } = table;
  check(
    columns.length >= 2,
    () => `${name}: has one column, expected features and a target: is the delimiter another one?`,
  );
  const position = targetColumn(table, choices.target);
  checkCategorical(table, position, choices);
  const features = columns.flatMap((_, column) => (column === position ? [] : [fitColumn(table, column, choices)]));
  const target = { name: columns[position]!, position };
  return { preprocessing: { kind: "table", columns: features, target }, ...fitTarget(table, target, choices) };
}

function checkCategorical({ name, columns }: Table, target: number, { categorical = [] }: TableChoices): void {
  if (categorical === "auto") return;
  for (const column of categorical) {
    check(
      columns.includes(column),
      () => `${name}: there is no column ${JSON.stringify(column)} to take categories from`,
    );
    check(column !== columns[target], () => `${name}: ${JSON.stringify(column)} is the column to predict, no feature`);
  }
}

function fitColumn(table: Table, column: number, choices: TableChoices): TableColumn {
  const { categorical = [], missing, rows } = choices;
  const name = table.columns[column]!;
  const cells = table.rows.map((row) => row[column]!);
  if (categorical === "auto" ? holdsWords(cells) : categorical.includes(name))
    return { name, kind: "category", categories: categoriesOf(cells) };
  const known = numbersOf(table, column, choices);
  const learned = rows === undefined ? known : Array.from(rows, (row) => known[row]);
  const present = learned.filter((value) => value !== undefined);
  check(
    present.length > 0 || typeof missing === "number",
    () => `${table.name}: ${JSON.stringify(name)} has no number`,
  );
  const fill = missing === "mean" ? statisticsOf(present).mean : missing;
  const values = fill === undefined ? present : learned.map((value) => value ?? fill);
  return { name, kind: "number", ...statisticsOf(values), ...(fill !== undefined && { fill }) };
}

/** Whether most cells of a column that are not missing are words. */
function holdsWords(cells: readonly string[]): boolean {
  const present = cells.filter((cell) => !isMissing(cell));
  return present.filter((cell) => !isNumber(cell)).length > present.length / 2;
}

/** The numbers of a column, nothing for missing ones. */
function numbersOf(table: Table, column: number, { missing }: TableChoices): (number | undefined)[] {
  const name = table.columns[column]!;
  return table.rows.map((row, index) => {
    const cell = row[column]!;
    const found = () => `${cellPlace(table, index, column)}: found ${JSON.stringify(cell)}, expected a number`;
    if (isMissing(cell)) {
      check(
        missing !== undefined,
        () => `${found()}: say what stands for missing ones (--missing mean, or a number; in code missing: "mean")`,
      );
      return undefined;
    }
    check(
      isNumber(cell),
      () =>
        `${found()}, or that the cells of this column are made categories ` +
        `(--categorical auto, or ${name}; in code categorical: [${JSON.stringify(name)}])` +
        (index === 0 && !table.hasHeader ? "; row 1 may also hold names (--header yes, in code header: true)" : ""),
    );
    return parseNumber(cell, () => cellPlace(table, index, column));
  });
}

function fitTarget(
  table: Table,
  { name, position }: TargetColumn,
  { task, rows }: TableChoices,
): Pick<TableClasses, "labels"> | Pick<TableQuantity, "quantity"> {
  const named = `${table.name}: ${JSON.stringify(name)}`;
  if ((task ?? taskOf(table, position)) === "classification") {
    const labels = labelsOf(table, position);
    check(labels.length > 1, () => `${named} has the one class ${labels[0]}: expected two at least`);
    return { labels };
  }
  const values = quantitiesOf(table, position);
  check(
    values.some((value) => value !== values[0]),
    () => `${named} is ${values[0]} in all rows: there is nothing to predict`,
  );
  return { quantity: statisticsOf(rows === undefined ? values : Array.from(rows, (row) => values[row]!)) };
}

/** Mean and population deviation, 1 where values do not vary. Two passes: sums of squares lose the digits of a large mean. */
function statisticsOf(values: readonly number[]): { mean: number; deviation: number } {
  const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
