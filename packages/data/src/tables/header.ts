import { isMissing, isNumber } from "./cells.js";
import { isPosition } from "./table.js";

/** What is known about the names of the columns before a table is read. */
export interface KnownNames {
  /** The columns that a network was trained on: a first row that has one of them, or all where they are numbers, holds names. */
  readonly names?: readonly string[];
  /** The column that was asked for, by its name or its number from 1. */
  readonly target?: string;
}

/** So many rows tell what a column is made of. */
const looked = 1000;

/**
 * Whether the first row holds names, by what it has in common with the rows below: each column is asked, and more must say so
 * than object. A word above numbers is a name; a number among numbers is none, unless it is a whole one above fractions, or
 * far from them, as years are. The numbers 0, 1, 2 ... are names, as pandas writes them, unless the next row counts up too; one
 * of them at its place does not object. A row of which a word, or all, occurs again has no names.
 */
export function firstRowHasNames(rows: readonly (readonly string[])[], { names, target }: KnownNames): boolean {
  const [first = [], ...below] = rows.slice(0, looked);
  if (names !== undefined && hasNames(first, names)) return true;
  if (target !== undefined && first.includes(target) && !isPosition(target, first.length)) return true;
  if (below.length === 0) return names === undefined && !first.some((cell) => isNumber(cell) || isMissing(cell));
  const numbers = first.filter((cell) => isNumber(cell));
  if (new Set(numbers).size < numbers.length) return false;
  if (below.some((row) => row.every((cell, column) => cell === first[column]))) return false;
  if (first.some((cell, column) => isWord(cell) && below.some((row) => row[column] === cell))) return false;
  if (first.includes("0") && countsUp(first) && !countsUp(below[0]!)) return true;
  const votes = first.map((cell, column) => {
    const others = below.map((row) => row[column]!);
    const isPlace = cell === String(column) && !others.includes(cell);
    return isPlace ? Math.max(0, vote(cell, others)) : vote(cell, others);
  });
  return votes.reduce((sum, each) => sum + each) > 0;
}

/** One name tells; but a number may be there by chance. */
function hasNames(row: readonly string[], names: readonly string[]): boolean {
  const cells = new Set(row);
  const found = names.filter((name) => cells.has(name));
  return found.some((name) => !isNumber(name)) || (found.length > 0 && found.length === names.length);
}

/** Whether a row goes on from a first number by ones; two are too few to say so. */
function countsUp(row: readonly string[]): boolean {
  const filled = row.filter((cell) => cell !== "");
  const start = Number(filled[0]);
  return filled.length >= 3 && filled.every((cell, index) => cell === String(start + index));
}

function isWord(cell: string): boolean {
  return !isMissing(cell) && !isNumber(cell);
}

/** 1 where the cell is unlike what is below it, -1 where it is like it, 0 where that cannot be told. */
function vote(cell: string, below: readonly string[]): number {
  if (isMissing(cell)) return 0;
  const filled = below.filter((other) => !isMissing(other));
  if (filled.length === 0) return 0;
  const numbers = filled.filter((other) => isNumber(other));
  if (numbers.length > filled.length / 2) return isNumber(cell) ? voteOfNumber(cell, numbers) : 1;
  if (isNumber(cell)) return numbers.length === 0 ? 1 : -1;
  return new Set(filled).size <= filled.length / 2 ? 1 : 0;
}

/** Names that are numbers are whole ones. */
function voteOfNumber(cell: string, below: readonly string[]): number {
  const isWhole = /^\d+$/.test(cell);
  if (!isWhole) return -1;
  if (below.every((other) => !/^[+-]?\d+$/.test(other))) return 1;
  const values = below.map(Number);
  const [least, greatest] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const away = Math.max(least - Number(cell), Number(cell) - greatest);
  return values.length >= 5 && greatest > least && away > greatest - least ? 1 : -1;
}
