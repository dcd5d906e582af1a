// What is done with pictures: a step that changes one until it has a style.
import { writeFileSync } from "node:fs";
import { pictureRivals } from "../contenders.js";
import { pictureWorks, type PicturesProblem, type PictureWork } from "../pictures-problem.js";
import type { Case } from "./case.js";

export const pictureCases: readonly Case[] = (Object.keys(pictureWorks) as PictureWork[]).map((name) => {
  const { title, size } = pictureWorks[name];
  return {
    name,
    title,
    write: (path) => writeFileSync(path, JSON.stringify({ size } satisfies PicturesProblem)),
    ...pictureRivals(name),
    steps: () => [3, 10],
  };
});
