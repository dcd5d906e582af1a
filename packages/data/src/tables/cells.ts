import { check } from "@blockzoo/core";

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;

/** What programs write where there is no value: nothing, R's NA, what pandas and SQL write, and UCI's question mark. */
const MISSING = new Set(["", "?", "na", "n/a", "#n/a", "<na>", "nan", "null", "none"]);

/** Whether a cell is a number in decimal notation: `0x10`, `1,5`, `Infinity` and nothing at all are none. */
export function isNumber(cell: string): boolean {
  return NUMBER.test(cell);
}

/** Whether a cell of a column of numbers says that there is none. */
export function isMissing(cell: string): boolean {
  return MISSING.has(cell.toLowerCase());
}

/** Whether a cell is a number if commas are decimal ones. */
export function isDecimalComma(cell: string): boolean {
  return DECIMAL_COMMA.test(cell);
}

/** @throws BlockzooError, beginning with `where`, when a cell is no number or exceeds float32 */
export function parseNumber(cell: string, where: () => string): number {
  const value = Number(cell);
  check(
    isNumber(cell) && Number.isFinite(Math.fround(value)),
    () => `${where()}: found ${JSON.stringify(cell)}, expected a number that float32 can hold`,
  );
  return value;
}
