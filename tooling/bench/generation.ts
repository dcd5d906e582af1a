// A text of a thousand characters, each drawn by what was said behind those before: the exported step against PyTorch's loop.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { generationContenders } from "./contenders.js";
import type { GenerationProblem } from "./generation-problem.js";
import { comparedResults, runRounds } from "./rounds.js";
import type { SequenceOptions, SequenceRow } from "./sequences.js";

const threads = 1;

export async function measureGeneration({
  folder,
  rounds,
  launcher,
  quick,
  progress,
}: SequenceOptions): Promise<SequenceRow> {
  const problem = path.join(folder, "generation.json");
  const characters = quick ? 50 : 1000;
  const written: GenerationProblem = { network: "lstm-writer", characters, results: comparedResults };
  writeFileSync(problem, JSON.stringify(written));
  progress("generation");
  const stepsOf = () => (quick ? ([1, 2] as const) : ([3, 10] as const));
  const contenders = generationContenders(threads);
  return {
    title: `${characters.toLocaleString("en-US")} characters, one LSTM of 128`,
    entries: await runRounds({ problem, contenders, stepsOf, rounds, launcher, progress }),
  };
}
