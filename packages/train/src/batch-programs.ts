import type { Executable, Graph } from "@blockzoo/core";
import { describeBatch, type BatchTypes } from "./batch-types.js";

/** A graph for batches of one set of types, compiled. */
export interface BatchProgram {
  readonly graph: Graph;
  readonly executable: Executable;
}

/** Compiles a program; `first` is the one that was made before all others, whose state they may share. */
type Compile = (types: BatchTypes, first: BatchProgram | undefined) => Promise<BatchProgram>;

/**
 * One program for each set of types that batches come in: one where all batches are alike, one for each length where sequences
 * are put into buckets. It is made when the first such batch comes.
 */
export class BatchPrograms {
  readonly #compile: Compile;
  readonly #programs = new Map<string, BatchProgram>();

  constructor(compile: Compile) {
    this.#compile = compile;
  }

  /** The program for batches of these types. Programs are asked for one after the other. */
  async for(types: BatchTypes): Promise<BatchProgram> {
    const key = describeBatch(types);
    const [first] = this.#programs.values();
    const program = this.#programs.get(key) ?? (await this.#compile(types, first));
    this.#programs.set(key, program);
    return program;
  }

  dispose(): void {
    for (const { executable } of this.#programs.values()) executable.dispose();
  }
}
