import { BlockzooError } from "@blockzoo/core";
import { isDecimalComma, isNumber } from "./cells.js";
import { parseRecords } from "./records.js";

/** What stands between cells. */
export type Delimiter = "," | ";" | "\t";

/** For sentences. */
export const delimiterNames = { ",": "commas", ";": "semicolons", "\t": "tabs" } as const satisfies Readonly<
  Record<Delimiter, string>
>;

/** Of equal ones the first is taken: a comma may stand in a number, or in a text. */
const candidates: readonly Delimiter[] = [";", "\t", ","];
const looked = { rows: 50, characters: 2 ** 18 };

/** The delimiter by which the first rows are most of one length, and most of their cells numbers. */
export function findDelimiter(text: string): Delimiter {
  const start = beginning(text);
  const scores = candidates.map((delimiter) => score(start, delimiter));
  const best = Math.max(...scores);
  return best > 0 ? candidates[scores.indexOf(best)]! : ",";
}

/** Whole lines of the text's beginning. */
function beginning(text: string): string {
  if (text.length <= looked.characters) return text;
  const start = text.slice(0, looked.characters);
  return start.slice(0, Math.max(start.lastIndexOf("\n"), start.lastIndexOf("\r")) + 1);
}

/** The share of rows of the most frequent length, up to twice that for numbers; 0 where rows are not divided. */
function score(text: string, delimiter: Delimiter): number {
  const rows = tryRecords(text, delimiter).filter((row) => row.join("") !== "");
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, count] = [...widths].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0]);
  if (width < 2) return 0;
  const cells = rows.flat();
  const numbers = cells.filter((cell) => isNumber(cell) || (delimiter !== "," && isDecimalComma(cell)));
  return (count / rows.length) * (1 + numbers.length / cells.length);
}

/** No rows where quotes do not fit the delimiter. */
function tryRecords(text: string, delimiter: Delimiter): string[][] {
  try {
    return parseRecords(text, delimiter, "", looked.rows);
  } catch (error) {
    if (error instanceof BlockzooError) return [];
    throw error;
  }
}
