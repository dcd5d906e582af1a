import { isDecimalComma, isNumber } from "./cells.js";

/** `1,234,567`, and `1,234`, which may also be a number between 1 and 2. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/;

/**
 * Whether the commas in numbers are decimal ones: beside semicolons, which are written for their sake, or where one of the numbers
 * cannot have thousands marked by its commas; unless there are decimal points too.
 */
export function hasDecimalCommas(rows: readonly (readonly string[])[], delimiter: string): boolean {
  if (delimiter === ",") return false;
  let found = false;
  for (const cell of rows.flatMap((row) => row.filter((each) => /[,.]/.test(each)))) {
    if (cell.includes(".") && isNumber(cell)) return false;
    found ||= isDecimalComma(cell) && (delimiter === ";" || !THOUSANDS.test(cell));
  }
  return found;
}
