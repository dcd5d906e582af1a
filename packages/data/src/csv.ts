import { parse } from "csv-parse/browser/esm/sync";
import { BlockzooError, check, messageOf, ndarray, type NDArray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "./dataset.js";

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
export interface CsvOptions {
  /** What errors and the table call the text: `"csv"` by default. */
  readonly name?: string;
  /** The name or the index, from 0, of the column to predict; the last one by default. */
  readonly target?: string | number;
  /** Whether the first row holds names. `auto`, the default, takes it for names when a feature in it is no number. */
  readonly header?: "auto" | boolean;
  /**
   * What the target is. By default texts are classes, and so are integers with at most 100 different values; other numbers
   * are quantities.
   */
  readonly task?: "classification" | "regression";
  /** `","` by default. */
  readonly delimiter?: string;
}

const MAX_NUMERIC_CLASSES = 100;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads comma-separated values: quoted fields, a byte order mark and both line ends are fine; empty lines are skipped.
 * Rows are counted from 1 with the header.
 *
 * @example
 * const { x, y, labels } = parseCsv("5.1,3.5,setosa\n7.0,3.2,versicolor");   // x float32[2,2], y int32[2]
 *
 * @throws BlockzooError that names row and column when a row has another length than the first, or a feature is no number
 */
export function parseCsv(text: string, options: CsvOptions = {}): CsvTable {
  const { name = "csv", header = "auto", task, delimiter = "," } = options;
  const rows = parseRows(text, delimiter, name);
  const width = checkWidth(rows, name);
  const target = targetColumn(rows[0]!, options.target ?? width - 1, name);
  const features = rows[0]!.map((_, column) => column).filter((column) => column !== target);
  const textInFeatures = features.some((column) => !NUMBER.test(rows[0]![column]!));
  const named = header === "auto" ? typeof options.target === "string" || textInFeatures : header;
  const names = rows[0]!.map((field, column) => (named ? field : `column ${column + 1}`));
  const samples = named ? rows.slice(1) : rows;
  check(samples.length > 0, () => `${name}: holds a header and no rows`);

  const numberAt = (sample: number, column: number) =>
    parseNumber(
      samples[sample]![column]!,
      () => `${name}: row ${sample + (named ? 2 : 1)}, ${JSON.stringify(names[column])}`,
    );
  const x = new Float32Array(samples.length * features.length);
  for (let index = 0; index < x.length; index++) {
    x[index] = numberAt(Math.floor(index / features.length), features[index % features.length]!);
  }
  const targets = samples.map((row) => row[target]!);
  const y =
    (task ?? taskOf(targets)) === "classification"
      ? classify(targets, name)
      : { y: ndarray(Float32Array.from(samples, (_, sample) => numberAt(sample, target))) };
  const columns = features.map((column) => names[column]!);
  return { name, x: ndarray(x, [samples.length, features.length]), ...y, columns };
}

/** The table as a data set of `x` and `y`. */
export function csvDataset({ name, x, y, labels }: CsvTable): Dataset {
  return arrayDataset({ name, arrays: { x, y }, ...(labels && { labels }) });
}

function parseRows(text: string, delimiter: string, name: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      // All at once: found by itself it would be that of the first line, and there are files that mix them.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (cause) {
    throw new BlockzooError(`${name}: ${messageOf(cause)}`, { cause });
  }
}

/** The number of columns, which all rows must share. */
function checkWidth(rows: readonly string[][], name: string): number {
  const width = rows[0]?.length ?? 0;
  check(width > 0, () => `${name}: is empty, expected rows of numbers`);
  check(width >= 2, () => `${name}: has one column, expected features and a target: is the delimiter another one?`);
  for (const [index, row] of rows.entries()) {
    check(row.length === width, () => `${name}: row ${index + 1} has ${row.length} fields, row 1 has ${width}`);
  }
  return width;
}

function targetColumn(firstRow: readonly string[], target: string | number, name: string): number {
  const column = typeof target === "string" ? firstRow.indexOf(target) : target;
  check(
    firstRow[column] !== undefined,
    () => `${name}: there is no column ${JSON.stringify(target)}, row 1 is ${JSON.stringify(firstRow)}`,
  );
  return column;
}

function parseNumber(text: string, where: () => string): number {
  const value = Number(text);
  check(
    NUMBER.test(text) && Number.isFinite(Math.fround(value)),
    () => `${where()}: found ${JSON.stringify(text)}, expected a number that float32 can hold`,
  );
  return value;
}

function taskOf(targets: readonly string[]): "classification" | "regression" {
  if (targets.some((text) => !NUMBER.test(text))) return "classification";
  const integers = targets.every((text) => Number.isInteger(Number(text)));
  return integers && new Set(targets).size <= MAX_NUMERIC_CLASSES ? "classification" : "regression";
}

function classify(targets: readonly string[], name: string): { y: NDArray; labels: readonly string[] } {
  const labels = [...new Set(targets)];
  const empty = targets.indexOf("");
  check(empty === -1, () => `${name}: sample ${empty + 1} has an empty class`);
  if (labels.every((label) => NUMBER.test(label))) labels.sort((a, b) => Number(a) - Number(b));
  else labels.sort();
  const indices = new Map(labels.map((label, index) => [label, index]));
  return { y: ndarray(Int32Array.from(targets, (label) => indices.get(label)!)), labels };
}
