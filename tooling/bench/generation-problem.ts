// The file that all contenders of writing read. Weights are decided by their names.
import { readFileSync } from "node:fs";

export interface GenerationProblem {
  readonly network: "lstm-writer";
  /** That are written in a step. */
  readonly characters: number;
  /** How many of the scores behind the first character are compared. */
  readonly results: number;
}

export function readGenerationProblem(file: string): GenerationProblem {
  return JSON.parse(readFileSync(file, "utf8")) as GenerationProblem;
}
