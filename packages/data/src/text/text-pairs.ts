import { check } from "@blockzoo/core";
import { linesOf, type Line } from "./lines.js";

/** A text and what it becomes: a sentence and its translation, a question and its answer. */
export interface TextPair {
  readonly source: string;
  readonly target: string;
}

/** How {@link parseTextPairs} reads. */
export interface ParseTextPairsOptions {
  /** What errors call the text, `"pairs"` by default. */
  readonly name?: string;
  /**
   * The columns of source and target, counted from 1. By default the first two, of which in a file of more columns those with
   * nothing but whole numbers, which are ids, do not count.
   */
  readonly columns?: readonly [source: number, target: number];
}

/**
 * Reads pairs of texts, one a line with tabs between: those of Anki (`source <tab> target`, an attribution may follow), and
 * those of Tatoeba (`id <tab> source <tab> id <tab> target`).
 *
 * The files: https://www.manythings.org/anki, https://tatoeba.org/downloads.
 *
 * @throws BlockzooError with the line that has no tab, another number of columns than the first, or an empty text
 *
 * @example
 * parseTextPairs("Go.\tVe.\nHi.\tHola.\n");   // [{ source: "Go.", target: "Ve." }, { source: "Hi.", target: "Hola." }]
 */
export function parseTextPairs(text: string, { name = "pairs", columns }: ParseTextPairsOptions = {}): TextPair[] {
  const lines = linesOf(text, name).map((line) => ({ ...line, cells: cellsOf(line) }));
  const width = lines[0]!.cells.length;
  for (const { where, cells } of lines) {
    check(cells.length === width, () => `${where}: has ${cells.length} columns, the first line has ${width}`);
  }
  const [source, target] =
    columns ??
    textColumns(
      lines.map(({ cells }) => cells),
      width,
      name,
    );
  for (const column of [source, target]) {
    check(
      Number.isInteger(column) && column >= 1 && column <= width,
      () => `${name}: there is no column ${column}, the lines have 1 to ${width}`,
    );
  }
  return lines.map(({ where, cells }) => ({
    source: notEmpty(cells[source - 1]!, `${where}: column ${source}`),
    target: notEmpty(cells[target - 1]!, `${where}: column ${target}`),
  }));
}

function cellsOf({ text, where }: Line): string[] {
  const cells = text.split("\t").map((cell) => cell.trim());
  check(
    cells.length >= 2,
    () => `${where}: has no tab, expected a text, a tab and what it becomes, found ${quote(text)}`,
  );
  return cells;
}

function textColumns(rows: readonly string[][], width: number, name: string): [number, number] {
  const numbers = Array.from({ length: width }, (_, index) => index);
  const isId = (index: number) => width > 2 && rows.every((cells) => /^\d+$/.test(cells[index]!));
  const [source, target] = numbers.filter((index) => !isId(index));
  check(
    source !== undefined && target !== undefined,
    () => `${name}: has ${width} columns, of which fewer than two are texts: say which with columns`,
  );
  return [source + 1, target + 1];
}

function notEmpty(text: string, where: string): string {
  check(text !== "", () => `${where} is empty, expected a text`);
  return text;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
