import { check } from "@blockzoo/core";
import { parseSeries } from "@blockzoo/data";
import { readTable } from "@blockzoo/data/node";
import type { Lesson, LessonOptions } from "@blockzoo/family";
import { lessonRecipe } from "../lessons/lesson-recipe.js";
import { forecastObjective, seriesParts, type WindowSizes } from "./learning.js";
import type { SeriesScale } from "./series-scale.js";

/** Series in a table whose rows follow one another in time, learned by the squared error. The last fifth is held out. */
export async function forecastingLesson(path: string, { note }: LessonOptions): Promise<Lesson<SeriesScale>> {
  const table = await readTable(path);
  const series = parseSeries(table);
  const { names, values } = series;
  check(
    values.data.some((value, index) => value !== values.data[index % names.length]),
    () => `${path}: ${names.join(", ")} never changes: there is nothing to forecast`,
  );
  const sizes = sizesFor(values.shape[0]!, path);
  const { meaning, train, test } = seriesParts(series, { name: path, ...sizes });
  note(`note: ${path}: ${[...table.notes, ...series.notes].join("; ")}`);
  note(
    `note: learning to say ${sizes.horizon} steps of ${names.join(", ")} by the ${sizes.length} before; ` +
      `the last fifth of ${values.shape[0]} steps is held out`,
  );
  const parts = { path, train, test };
  const method = {
    ...forecastObjective,
    gate: { metric: "relativeError" },
    settings: { ...sizes },
    batchSize: 64,
    steps: 800,
  };
  return { meaning, recipe: (variant, training) => lessonRecipe(parts, method, { variant, training }) };
}

/** Four years of months, of which the next is said; less of a short series, a tenth of which is read at most. */
function sizesFor(steps: number, path: string): WindowSizes {
  const length = Math.min(48, Math.floor(steps / 10));
  check(length >= 2, () => `${path}: has ${steps} steps, expected 20 at least`);
  return { length, horizon: Math.max(1, Math.floor(length / 4)) };
}
