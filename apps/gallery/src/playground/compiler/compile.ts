import { messageOf } from "@blockzoo/core";
import { transform } from "sucrase";
import ts from "typescript-api";
import type { Problem } from "../program/problem.js";
import type { Program } from "../program/program.js";
import { problemOf } from "./diagnostics.js";
import { guardLoops } from "./guard-loops.js";

/** JavaScript files by the names of the TypeScript files, imports as calls of `require`. Lines are those of the program. */
export type CompiledFiles = Readonly<Record<string, string>>;

export type Compiled = { readonly files: CompiledFiles } | { readonly problems: readonly Problem[] };

/** Takes the types off, as the command does with a user's file, or says what cannot be read. */
export function compile({ files }: Program): Compiled {
  const problems = Object.entries(files).flatMap(([file, text]) => syntaxProblems(file, text));
  if (problems.length > 0) return { problems };
  const compiled: Record<string, string> = {};
  for (const [file, text] of Object.entries(files)) {
    try {
      const { code } = transform(guardLoops(text, file), {
        transforms: ["typescript", "imports"],
        disableESTransforms: true,
      });
      compiled[file] = code;
    } catch (error) {
      return { problems: [unreadable(error, file)] };
    }
  }
  return { files: compiled };
}

function syntaxProblems(fileName: string, text: string): Problem[] {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName, reportDiagnostics: true });
  return diagnostics.map((diagnostic) => problemOf(diagnostic, fileName));
}

/** What the compiler reads and Sucrase does not, who puts the place behind the message: "Error transforming a.ts: ... (3:5)". */
function unreadable(error: unknown, file: string): Problem {
  const [, message = "", line = "1", column = "1"] =
    /^(?:Error transforming .*?: )?(.*?)(?: \((\d+):(\d+)\))?$/s.exec(messageOf(error)) ?? [];
  return { place: { file, line: Number(line), column: Number(column) }, message };
}
