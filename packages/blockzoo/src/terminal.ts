/** Writes a line to stdout: what was asked for. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a piece of an answer to stdout as soon as it is there. */
export function printPiece(piece: string): void {
  process.stdout.write(piece);
}

/** Writes the one document of `--json`. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** Writes a line to stderr: what happens on the way. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Rows as text, columns aligned; numbers are right-aligned. */
export function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en-US") : cell)));
  const widths = heading.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)));
  const isNumeric = heading.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd();
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}
