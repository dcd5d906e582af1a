import ts from "typescript-api";
import { problemOf } from "./diagnostics.js";
import { mainFile, type Program } from "../program/program.js";
import type { Problem } from "../program/problem.js";
import { sourcePath } from "../program/source-path.js";
import { surroundingsFile, type Library } from "./make-library.js";

/** As strict as the code that the programs begin with. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  lib: ["lib.es2023.d.ts", surroundingsFile],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  skipLibCheck: true,
  noEmit: true,
};

const folder = "/program/";

/** The TypeScript compiler with a program open in it, which changes as it is written. */
export class TypeChecker {
  readonly #library: Library;
  #program: Program = { title: "", files: {} };
  /** How often the text of a file has changed. */
  readonly #versions = new Map<string, number>();
  readonly #service: ts.LanguageService;

  constructor(library: Library) {
    this.#library = library;
    this.#service = ts.createLanguageService(this.#host());
  }

  /** Takes the program as it is now. */
  open(program: Program): void {
    for (const [name, text] of Object.entries(program.files)) {
      if (this.#program.files[name] !== text) this.#versions.set(name, (this.#versions.get(name) ?? 0) + 1);
    }
    this.#program = program;
  }

  /** What does not fit together. The first time takes seconds, for the packages are read. */
  typeProblems(): Problem[] {
    return Object.keys(this.#program.files).flatMap((file) =>
      this.#service.getSemanticDiagnostics(folder + file).map((diagnostic) => problemOf(diagnostic, file)),
    );
  }

  /** What stands at a place of a file, and what is said of it: the type, and its comment. */
  describe(file: string, position: number): { readonly type: string; readonly comment: string } | undefined {
    const info = this.#service.getQuickInfoAtPosition(folder + file, position);
    if (info === undefined) return undefined;
    return { type: ts.displayPartsToString(info.displayParts), comment: ts.displayPartsToString(info.documentation) };
  }

  /** What may be written at a place of a file. */
  completions(file: string, position: number): { readonly name: string; readonly kind: string }[] {
    const found = this.#service.getCompletionsAtPosition(folder + file, position, {});
    return (found?.entries ?? [])
      .filter(({ kind }) => kind !== ts.ScriptElementKind.warning)
      .map(({ name, kind }) => ({ name, kind }));
  }

  #host(): ts.LanguageServiceHost {
    const textOf = (path: string): string | undefined =>
      path.startsWith(folder) ? this.#program.files[path.slice(folder.length)] : this.#library.files[path];
    return {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [folder + mainFile, ...Object.keys(this.#program.files).map((name) => folder + name)],
      getScriptVersion: (path) => String(this.#versions.get(path.slice(folder.length)) ?? 0),
      getScriptSnapshot(path) {
        const text = textOf(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: () => "/lib/lib.es2023.d.ts",
      fileExists: (path) => textOf(path) !== undefined,
      readFile: textOf,
      resolveModuleNameLiterals: (literals, containing) =>
        literals.map(({ text }) => {
          const path = text.startsWith(".") ? sourcePath(containing, text) : this.#library.entries[text];
          if (path === undefined || textOf(path) === undefined) return { resolvedModule: undefined };
          return { resolvedModule: { resolvedFileName: path, extension: ts.Extension.Ts } };
        }),
    };
  }
}
