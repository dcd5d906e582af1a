import { BlockzooError } from "@blockzoo/core";
import { parseCsv, type CsvOptions, type CsvTable } from "../csv.js";
import { readBytes } from "@blockzoo/weights/node";

/** {@link parseCsv} for a file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readCsv(
  path: string,
  { maxBytes = 2 ** 28, ...options }: Omit<CsvOptions, "name"> & { maxBytes?: number } = {},
): Promise<CsvTable> {
  const bytes = await readBytes(path, maxBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BlockzooError(`${path}: is not UTF-8 text: save it in that encoding`, { cause });
  }
  return parseCsv(text, { ...options, name: path });
}
