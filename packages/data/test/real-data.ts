import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.BLOCKZOO_DATA ?? join(import.meta.dirname, "../../../../shared/data");

/** The folder of real data, when it holds the named part; otherwise it prints what is skipped. */
export function realData(part: string): string | undefined {
  if (existsSync(join(folder, part))) return folder;
  console.warn(`skipped: no ${join(folder, part)}, set BLOCKZOO_DATA to a folder that holds ${part}`);
  return undefined;
}
