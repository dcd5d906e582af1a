import { BlockzooError } from "@blockzoo/core";
import { resolveModel } from "../models/resolve-model.js";
import { isFileId } from "../models/user-model.js";
import { optionName } from "../training/command-line.js";
import { runJob, type RunOptions } from "../training/run-job.js";
import type { TableJobOptions } from "../training/table-job.js";
import type { TrainingJob } from "../training/training-job.js";

export interface TrainOptions extends RunOptions, Omit<TableJobOptions, "data"> {
  readonly data?: string;
}

const ownOptions = [
  "target",
  "task",
  "header",
  "delimiter",
  "categorical",
  "missing",
  "epochs",
  "batch",
  "learningRate",
  "input",
] as const satisfies readonly (keyof TrainOptions)[];

/** Trains by a recipe, or a user's network on a table. */
export async function run(id: string, options: TrainOptions): Promise<number> {
  return runJob(await jobOf(id, options), { command: "train", id, options });
}

/** What is imported follows from what is trained: a recipe needs no reader of tables. */
async function jobOf(id: string, options: TrainOptions): Promise<TrainingJob> {
  if (isFileId(id)) {
    const { tableJob } = await import("../training/table-job.js");
    return tableJob(await resolveModel(id), { ...options, data: options.data });
  }
  const ownOnly = ownOptions.find((name) => options[name] !== undefined);
  if (ownOnly !== undefined) {
    throw new BlockzooError(
      `${optionName(ownOnly)} is for a network of your own: the recipe ${id} fixes it, only --steps and --seed may differ`,
    );
  }
  const { familyJob } = await import("../training/family-job.js");
  return familyJob(id, options.data);
}
