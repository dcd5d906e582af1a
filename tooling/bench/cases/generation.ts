// A text of a thousand characters, each drawn by what was said behind those before: the exported step against PyTorch's loop.
import { writeFileSync } from "node:fs";
import { generationRivals } from "../contenders.js";
import type { GenerationProblem } from "../generation-problem.js";
import { comparedResults } from "../rounds.js";
import type { Case } from "./case.js";

const characters = 1000;

export const generationCases: readonly Case[] = [
  {
    name: "generation",
    title: `${characters.toLocaleString("en-US")} characters, one LSTM of 128`,
    write(path) {
      const problem: GenerationProblem = { network: "lstm-writer", characters, results: comparedResults };
      writeFileSync(path, JSON.stringify(problem));
    },
    ...generationRivals(),
    steps: () => [3, 10],
  },
];
