import { check } from "@blockzoo/core";
import { decodeUtf8 } from "../utf8.js";
import { isDecimalComma } from "./cells.js";
import { hasDecimalCommas } from "./decimal-commas.js";
import { delimiterNames, findDelimiter } from "./delimiter.js";
import { firstRowHasNames, type KnownNames } from "./header.js";
import { parseRecords } from "./records.js";
import { listed, type Table } from "./table.js";

/** How {@link parseTable} reads. */
export interface TableOptions extends KnownNames {
  /** What errors and the table call the text: `"csv"` by default. */
  readonly name?: string;
  /** Whether the first row holds names. By default that is decided by all columns and rows. */
  readonly header?: "auto" | boolean;
  /** What stands between cells. By default a comma, a semicolon or a tab, whichever divides the rows. */
  readonly delimiter?: string;
}

/**
 * Reads comma-separated values as people have them: between commas, semicolons or tabs, with or without a header, quotes, a byte
 * order mark and decimal commas, all kinds of line ends. Empty lines are passed over, except in a table of one column, where
 * they are rows without a value; so are last columns without a name or a value. No other row or cell is lost.
 *
 * @param source a text, or the bytes of one in UTF-8
 *
 * @example
 * const { columns, rows } = parseTable("x;place\n1,5;inside");   // ["x", "place"], [["1.5", "inside"]]
 *
 * @throws BlockzooError that names the row, counted from 1 with the header, when its length is another than that of the first;
 * the place of a byte that is no UTF-8
 */
export function parseTable(source: string | Uint8Array, options: TableOptions = {}): Table {
  const { name = "csv", header = "auto" } = options;
  const text = typeof source === "string" ? source : decodeUtf8(source, { name });
  const { delimiter = findDelimiter(text) } = options;
  const { rows: records, dropped } = withoutEmptyLastColumns(withoutEmptyLines(parseRecords(text, delimiter, name)));
  checkWidth(records, name);
  const decimalCommas = hasDecimalCommas(records, delimiter);
  const rows = decimalCommas ? records.map((row) => row.map(withPoint)) : records;
  const hasHeader = header === "auto" ? firstRowHasNames(rows, options) : header;
  const columns = rows[0]!.map((cell, column) => (hasHeader && cell !== "" ? cell : `column ${column + 1}`));
  checkNames(columns, name);
  check(rows.length > Number(hasHeader), () => `${name}: holds a header and no rows`);
  return {
    name,
    columns,
    hasHeader,
    firstRow: 1 + Number(hasHeader),
    rows: rows.slice(Number(hasHeader)),
    notes: [
      hasHeader ? `columns ${listed(columns)} from the first row` : `no header: columns 1 to ${columns.length}`,
      ...(delimiter === "," ? [] : [`cells between ${nameOf(delimiter)}`]),
      ...(decimalCommas ? ["numbers with decimal commas"] : []),
      ...(dropped > 0 ? [`without ${dropped === 1 ? "the empty last column" : `${dropped} empty last columns`}`] : []),
    ],
  };
}

/** A line of nothing is a row only where rows are single cells, and something follows. */
function withoutEmptyLines(records: readonly string[][]): string[][] {
  const isEmpty = (row: readonly string[]) => row.length === 1 && row[0] === "";
  const end = records.findLastIndex((row) => !isEmpty(row)) + 1;
  const isSingle = records.every((row) => row.length === 1);
  return records.slice(0, end).filter((row) => isSingle || !isEmpty(row));
}

/** Delimiters at the ends of lines, more in some than in others, make columns of nothing. */
function withoutEmptyLastColumns(records: readonly string[][]): { rows: string[][]; dropped: number } {
  const most = (lengthOf: (row: readonly string[]) => number) =>
    records.reduce((longest, row) => Math.max(longest, lengthOf(row)), 0);
  const width = most((row) => row.findLastIndex((cell) => cell !== "") + 1);
  return { rows: records.map((row) => row.slice(0, width)), dropped: most((row) => row.length) - width };
}

function checkWidth(rows: readonly string[][], name: string): void {
  const width = rows[0]?.length ?? 0;
  check(width > 0, () => `${name}: is empty, expected rows of cells`);
  for (const [index, row] of rows.entries()) {
    check(row.length === width, () => `${name}: row ${index + 1} has ${row.length} fields, row 1 has ${width}`);
  }
}

function checkNames(columns: readonly string[], name: string): void {
  const places = new Map<string, number>();
  for (const [index, column] of columns.entries()) {
    const before = places.get(column);
    check(
      before === undefined,
      () =>
        `${name}: the columns ${before! + 1} and ${index + 1} are both called ${JSON.stringify(column)}: rename one`,
    );
    places.set(column, index);
  }
}

function withPoint(cell: string): string {
  return isDecimalComma(cell) ? cell.replace(",", ".") : cell;
}

function nameOf(delimiter: string): string {
  return (delimiterNames as Readonly<Record<string, string>>)[delimiter] ?? JSON.stringify(delimiter);
}
