import { readBytes } from "@blockzoo/weights/node";
import { parseCsv, type CsvOptions, type CsvTable } from "../csv.js";
import { parseTable, type Table, type TableOptions } from "../tables/table.js";
import { decodeUtf8 } from "../utf8.js";

/** {@link parseTable} for a file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readTable(
  path: string,
  { maxBytes, ...options }: Omit<TableOptions, "name"> & { maxBytes?: number } = {},
): Promise<Table> {
  return parseTable(await readText(path, maxBytes), { ...options, name: path });
}

/** {@link parseCsv} for a file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readCsv(
  path: string,
  { maxBytes, ...options }: Omit<CsvOptions, "name"> & { maxBytes?: number } = {},
): Promise<CsvTable> {
  return parseCsv(await readText(path, maxBytes), { ...options, name: path });
}

async function readText(path: string, maxBytes = 2 ** 28): Promise<string> {
  return decodeUtf8(await readBytes(path, maxBytes), { name: path });
}
