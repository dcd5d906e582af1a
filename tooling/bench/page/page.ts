import type { Records } from "./records.js";
import { tableNames, tableOf } from "./tables.js";

/** The page with all tables of which something has been measured. */
export function pageOf(page: string, records: Records): string {
  return tableNames.reduce((text, name) => {
    const table = tableOf(name, records);
    return table === undefined ? text : placeInPage(text, name, table);
  }, page);
}

/**
 * Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 *
 * @throws Error where the page has no such place
 */
export function placeInPage(page: string, name: string, section: string): string {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has no place for ${name}: ${start} ... ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${section}\n\n${page.slice(to)}`;
}
