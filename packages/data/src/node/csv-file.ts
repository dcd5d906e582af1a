import { readBytes } from "@blockzoo/weights/node";
import { parseCsv, type CsvOptions, type CsvTable } from "../csv.js";
import { parseTable, type TableOptions } from "../tables/parse-table.js";
import type { Table } from "../tables/table.js";

/** 256 MiB. */
const largestTable = 2 ** 28;

/** {@link parseTable} for a file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readTable(
  path: string,
  { maxBytes = largestTable, ...options }: Omit<TableOptions, "name"> & { maxBytes?: number } = {},
): Promise<Table> {
  return parseTable(await readBytes(path, maxBytes), { ...options, name: path });
}

/** {@link parseCsv} for a file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readCsv(
  path: string,
  { maxBytes = largestTable, ...options }: Omit<CsvOptions, "name"> & { maxBytes?: number } = {},
): Promise<CsvTable> {
  return parseCsv(await readBytes(path, maxBytes), { ...options, name: path });
}
