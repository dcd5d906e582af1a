import { check } from "@blockzoo/core";

/** A line of a file, for errors: `pairs.txt: line 7`. */
export interface Line {
  readonly text: string;
  readonly where: string;
}

/**
 * The lines of a text, with any of the three line ends; empty ones at the end of it are none.
 *
 * @throws BlockzooError where a line between others is empty, or there is none
 */
export function linesOf(text: string, name: string): Line[] {
  const lines = text
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ text: line, where: `${name}: line ${index + 1}` }));
  check(lines.length > 1 || lines[0]!.text !== "", () => `${name}: is empty, expected lines of text`);
  for (const { text: line, where } of lines) check(line.trim() !== "", () => `${where}: is empty: leave it out`);
  return lines;
}
