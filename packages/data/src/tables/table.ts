import { check } from "@blockzoo/core";

/** Rows of cells under named columns, as a file holds them. */
export interface Table {
  /** What errors call it. */
  readonly name: string;
  /** Those of the first row, else `"column 1"` and so on; never two that are equal. */
  readonly columns: readonly string[];
  /** Whether the first row held the names. */
  readonly hasHeader: boolean;
  /** What errors call the first of the rows: 2 behind a header. */
  readonly firstRow: number;
  /** The cells of each row, one for each column; numbers with decimal points. */
  readonly rows: readonly (readonly string[])[];
  /** What was decided while reading: where the names are from, what stands between cells, what was left out. */
  readonly notes: readonly string[];
}

/**
 * The index of a column that is asked for by its name or by its number from 1. A name that exists wins.
 *
 * @throws BlockzooError when there is neither
 */
export function columnIndex({ name, columns }: Pick<Table, "name" | "columns">, asked: string): number {
  const index = columns.indexOf(asked);
  if (index !== -1) return index;
  check(
    isPosition(asked, columns.length),
    () => `${name}: there is no column ${JSON.stringify(asked)}: it has ${listed(columns)}`,
  );
  return Number(asked) - 1;
}

/** The index of the column to predict: that which is asked for, as {@link columnIndex} finds it, or the last one. */
export function targetColumn(table: Pick<Table, "name" | "columns">, asked: string | undefined): number {
  return asked === undefined ? table.columns.length - 1 : columnIndex(table, asked);
}

/** Whether a text can be the number of a column, from 1. */
export function isPosition(text: string, width: number): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= width;
}

/** For errors: which row of the file, counted from 1 with the header, and which column. */
export function cellPlace({ name, columns, firstRow }: Table, row: number, column: number): string {
  return `${name}: row ${row + firstRow}, ${JSON.stringify(columns[column])}`;
}

/** The names of columns in a sentence, the first ones of many. */
export function listed(names: readonly string[], most = 8): string {
  const further = names.length - most;
  return further > 1 ? `${names.slice(0, most).join(", ")} and ${further} more` : names.join(", ");
}
