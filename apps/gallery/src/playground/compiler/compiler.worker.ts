// The TypeScript compiler, on a thread of its own: megabytes that are fetched when the playground is first opened.
import { expose } from "comlink";
import type { Problem } from "../program/problem.js";
import type { Program } from "../program/program.js";
import { compile, type Compiled } from "./compile.js";
import { library } from "./library.js";
import { TypeChecker } from "./type-checker.js";

class Compiler {
  readonly #types = new TypeChecker(library);

  /** What runs, or why it cannot be read. Quick, whatever the size of the packages. */
  compile(program: Program): Compiled {
    return compile(program);
  }

  /** What does not fit together. */
  check(program: Program): readonly Problem[] {
    this.#types.open(program);
    return this.#types.typeProblems();
  }

  /** What stands at a place of a file. */
  describe(program: Program, file: string, position: number): ReturnType<TypeChecker["describe"]> {
    this.#types.open(program);
    return this.#types.describe(file, position);
  }

  /** What may be written at a place of a file. */
  completions(program: Program, file: string, position: number): ReturnType<TypeChecker["completions"]> {
    this.#types.open(program);
    return this.#types.completions(file, position);
  }
}

export type { Compiler };

expose(new Compiler());
