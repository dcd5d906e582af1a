import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.BLOCKZOO_DATA;

/** The folder of real data, when it holds the named part; otherwise it prints what is skipped. */
export function realData(part: string): string | undefined {
  if (folder !== undefined && existsSync(join(folder, part))) return folder;
  console.warn(`skipped: no ${part}; set BLOCKZOO_DATA to a folder that holds it`);
  return undefined;
}
