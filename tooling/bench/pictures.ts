// What is done with pictures: a step that changes one until it has a style.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pictureContenders } from "./contenders.js";
import { pictureWorks, type PicturesProblem, type PictureWork } from "./pictures-problem.js";
import { runRounds } from "./rounds.js";
import type { SequenceOptions, SequenceRow } from "./sequences.js";

export async function measurePictures({
  folder,
  rounds,
  launcher,
  quick,
  progress,
}: SequenceOptions): Promise<SequenceRow[]> {
  const rows: SequenceRow[] = [];
  for (const name of Object.keys(pictureWorks) as PictureWork[]) {
    const { title, size } = pictureWorks[name];
    progress(title);
    const problem = path.join(folder, `${name}.json`);
    writeFileSync(problem, JSON.stringify({ size } satisfies PicturesProblem));
    const stepsOf = () => (quick ? ([1, 2] as const) : ([3, 10] as const));
    const contenders = pictureContenders(name);
    rows.push({ title, entries: await runRounds({ problem, contenders, stepsOf, rounds, launcher, progress }) });
  }
  return rows;
}
