import { parse } from "csv-parse/browser/esm/sync";
import { BlockzooError, messageOf } from "@blockzoo/core";

/** The rows of cells in a text, of whatever lengths; quotes, a byte order mark and spaces around cells are gone. */
export function parseRecords(text: string, delimiter: string, name: string, most = -1): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      // All at once: found by itself it would be that of the first line, and there are files that mix them.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      to: most,
      trim: true,
    });
  } catch (cause) {
    throw new BlockzooError(`${name}: ${messageOf(cause)}`, { cause });
  }
}
