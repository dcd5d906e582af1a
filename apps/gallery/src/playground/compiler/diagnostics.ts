import ts from "typescript-api";
import type { Problem } from "../program/problem.js";

/** What the TypeScript compiler says of a file, as a problem at its place. */
export function problemOf(diagnostic: ts.Diagnostic, file: string): Problem {
  const { file: source, start = 0, length = 0, messageText } = diagnostic;
  const { line, character } = source!.getLineAndCharacterOfPosition(start);
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  return { place: { file, line: line + 1, column: character + 1 }, length, message };
}
