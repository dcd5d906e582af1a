import type { Executable, Graph } from "@blockzoo/core";
import { describeBatch, type BatchTypes } from "./batch-types.js";

/** A graph for batches of one set of types, compiled. */
export interface BatchProgram {
  readonly graph: Graph;
  readonly executable: Executable;
}

/**
 * One program for each set of types that batches come in: one where all batches are alike, one for each length where sequences
 * are put into buckets. It is made when the first such batch comes.
 */
export class BatchPrograms {
  readonly #compile: (types: BatchTypes) => Promise<BatchProgram>;
  readonly #programs = new Map<string, BatchProgram>();

  constructor(compile: (types: BatchTypes) => Promise<BatchProgram>) {
    this.#compile = compile;
  }

  /** The program for batches of these types. Programs are asked for one after the other. */
  async for(types: BatchTypes): Promise<BatchProgram> {
    const key = describeBatch(types);
    const program = this.#programs.get(key) ?? (await this.#compile(types));
    this.#programs.set(key, program);
    return program;
  }

  dispose(): void {
    for (const { executable } of this.#programs.values()) executable.dispose();
  }
}
