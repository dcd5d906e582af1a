import { BlockzooError } from "@blockzoo/core";
import type { ResolvedModel } from "../models/resolved-model.js";
import { findModel, resolveModel, unknownId } from "../models/resolve-model.js";
import { isFileId } from "../models/user-model.js";
import { optionName } from "../command-line.js";
import { hasLesson, lessonJob } from "../training/lesson-job.js";
import { runJob, type RunOptions } from "../training/run-job.js";
import type { TableJobOptions } from "../training/table-job.js";
import type { TrainingJob } from "../training/training-job.js";

export interface TrainOptions extends RunOptions, Omit<TableJobOptions, "data"> {
  readonly data?: string;
}

type OptionName = keyof TrainOptions;

/** What may be chosen for data of a user's own. */
const ownOptions: readonly OptionName[] = ["epochs", "batch", "learningRate"];

/** What may be chosen for a table alone. */
const tableOptions: readonly OptionName[] = [
  "target",
  "task",
  "header",
  "delimiter",
  "categorical",
  "missing",
  "input",
];

/** Trains by a recipe, or on a user's own data: a network of a family, or one of theirs. */
export async function run(id: string, options: TrainOptions): Promise<number> {
  return runJob(await jobOf(id, options), { command: "train", id, options });
}

/** What is imported follows from what is trained: a recipe needs no reader of tables. */
async function jobOf(id: string, options: TrainOptions): Promise<TrainingJob> {
  if (isFileId(id)) {
    const model = await resolveModel(id);
    if (await hasLesson(model)) return ownJob(model, options);
    const { tableJob } = await import("../training/table-job.js");
    return tableJob(model, { ...options, data: options.data });
  }
  const { familyJob, findFamilyRecipe } = await import("../training/family-job.js");
  const found = await findFamilyRecipe(id);
  if ("recipe" in found) {
    refuse(
      [...ownOptions, ...tableOptions],
      options,
      () => `the recipe ${id} fixes it, only --steps and --seed may differ`,
    );
    return familyJob(found, options);
  }
  const model = await findModel(id);
  if (model === undefined) {
    const { variantIds } = await import("@blockzoo/zoo");
    throw unknownId("recipe or network", id, [...found.known, ...variantIds]);
  }
  return ownJob(model, options);
}

function ownJob(model: ResolvedModel, options: TrainOptions): Promise<TrainingJob> {
  refuse(tableOptions, options, () => `${model.id} does ${model.variant.task.name}`);
  return lessonJob(model, options);
}

/** Refuses options that would be of no effect. */
function refuse(names: readonly OptionName[], options: TrainOptions, reason: () => string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const subject = ownOptions.includes(given) ? "data of your own" : "a table and a network of your own";
  throw new BlockzooError(`${optionName(given)} is for ${subject}: ${reason()}`);
}
