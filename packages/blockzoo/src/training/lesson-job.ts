import { basename, extname, resolve } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import { sizedFor } from "@blockzoo/family";
import type { ResolvedModel } from "../models/resolved-model.js";
import { note } from "../terminal.js";
import type { TrainingJob } from "./training-job.js";

export interface LessonJobOptions {
  /** A file or a folder, as the network's task reads it. */
  readonly data?: string | undefined;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

/**
 * The training of a network from scratch on data of a user's own, in the way of its task: it gets the vocabulary, the classes or
 * the series of the data, and the weights say which.
 *
 * @throws BlockzooError that says what to do where the task has no way to learn from files, or there are none given
 */
export async function lessonJob(model: ResolvedModel, options: LessonJobOptions): Promise<TrainingJob> {
  const { task } = model.variant;
  const { lesson, examples } = await task.command();
  const { data: path, seed = 0, epochs, batch, learningRate } = options;
  if (lesson === undefined || model.variant.sizedFor === undefined)
    throw new BlockzooError(await otherWays(model, { learnsClasses: examples !== undefined }));
  if (path === undefined) {
    const ways = ["--data <file or folder>", ...(await recipesOf(model)).map((id) => `blockzoo train ${id}`)];
    throw new BlockzooError(`${model.id}: say what it shall learn: ${ways.join(", or ")}`);
  }
  const { meaning, recipe } = await lesson(path, { seed, note });
  const variant = sizedFor(model.variant, meaning);
  return {
    name: `${model.name}-${basename(resolve(path), extname(path))}`,
    model: { ...model, variant },
    recipe: recipe(variant, {
      id: model.name,
      ...(epochs !== undefined && { epochs }),
      ...(batch !== undefined && { batchSize: batch }),
      ...(learningRate !== undefined && { learningRate }),
    }),
    judged: false,
    description: { task: task.name, meaning },
    data: path,
  };
}

/** Whether a network's task has a way to learn from a user's files. */
export async function hasLesson({ variant }: Pick<ResolvedModel, "variant">): Promise<boolean> {
  return (await variant.task.command()).lesson !== undefined;
}

/** How a network is trained that does not learn from files by itself. */
async function otherWays(
  model: ResolvedModel,
  { learnsClasses }: { readonly learnsClasses: boolean },
): Promise<string> {
  const { id, variant } = model;
  const ways = [
    ...(await recipesOf(model)).map((each) => `blockzoo train ${each}`),
    ...(learnsClasses ? [`blockzoo fine-tune ${id} --data <folder> for classes of yours`] : []),
    "blockzoo train ./my-net.ts#MyNet --data table.csv for a network of yours on a table",
  ];
  return `${id} does ${variant.task.name}, and does not learn files by itself: use ${ways.join(", or ")}`;
}

/** The ids of the recipes of a variant. */
async function recipesOf({ family, name }: ResolvedModel): Promise<string[]> {
  if (family === undefined) return [];
  const { recipes } = await family.recipes();
  return recipes.filter(({ variant }) => variant === name).map(({ id }) => id);
}
