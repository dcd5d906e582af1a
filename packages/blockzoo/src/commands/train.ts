import { join } from "node:path";
import { BlockzooError, type Backend } from "@blockzoo/core";
import type { RecipeResult } from "@blockzoo/family";
import { progressLine } from "@blockzoo/train/node";
import { backendName, withBackend } from "../backends.js";
import { resolveModel } from "../models/resolve-model.js";
import { isFileId } from "../models/user-model.js";
import { makeFolder } from "../output-file.js";
import { note, printJson } from "../terminal.js";
import { optionName, trainCommand } from "../training/command-line.js";
import { listenForInterruption } from "../training/interruption.js";
import { showOutcome } from "../training/outcome.js";
import { writeRunFiles } from "../training/run-files.js";
import type { TableJobOptions } from "../training/table-job.js";
import type { TrainingJob } from "../training/training-job.js";

export interface TrainOptions extends Omit<TableJobOptions, "data"> {
  readonly backend?: string;
  readonly steps?: number;
  readonly data?: string;
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

/** Trains, writes what came of it into a folder, and says whether the gate was reached. */
export async function run(id: string, options: TrainOptions): Promise<number> {
  const { seed = 0, steps, json = false } = options;
  const job = await jobOf(id, options);
  const interruption = listenForInterruption();
  try {
    return await withBackend(options.backend, async (backend) => {
      const folder = await makeFolder(options.out ?? join("runs", job.name));
      const start = performance.now();
      const result = await train(job, { backend, folder, options, signal: interruption.signal });
      const seconds = (performance.now() - start) / 1000;
      if (!result.finished) {
        const { length } = result.history;
        note(`stopped after step ${length}; go on with: ${trainCommand(id, { ...options, resume: true })}`);
        if (json) printJson({ recipe: id, finished: false, steps: length, folder });
        return interruption.exitCode();
      }
      const files = await writeRunFiles({
        job,
        result,
        folder,
        backend,
        seconds,
        command: trainCommand(id, { ...options }),
      });
      const gate = job.judged && steps === undefined ? job.recipe.gate : undefined;
      return showOutcome({ id, result, gate, seed, backend: backendName(backend.name), seconds, folder, files }, json);
    });
  } finally {
    interruption.release();
  }
}

/** What is imported follows from what is trained: a recipe needs no reader of tables. */
async function jobOf(id: string, options: TrainOptions): Promise<TrainingJob> {
  if (isFileId(id)) {
    const { tableJob } = await import("../training/table-job.js");
    return tableJob(await resolveModel(id), { ...options, data: options.data });
  }
  const ownOnly = (["target", "epochs", "batch", "learningRate", "input"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (ownOnly !== undefined) {
    throw new BlockzooError(
      `${optionName(ownOnly)} is for a network of your own: the recipe ${id} fixes it, only --steps and --seed may differ`,
    );
  }
  const { familyJob } = await import("../training/family-job.js");
  return familyJob(id, options.data);
}

interface Place {
  readonly backend: Backend;
  readonly folder: string;
  readonly options: TrainOptions;
  readonly signal: AbortSignal;
}

/** Runs the recipe with a live line on stderr. */
async function train(job: TrainingJob, { backend, folder, options, signal }: Place): Promise<RecipeResult> {
  const { seed = 0, steps, resume = false } = options;
  const { runtime, threads } = backend.capabilities;
  note(`training ${job.name} on ${runtime}, ${threads} ${threads === 1 ? "thread" : "threads"}, into ${folder}`);
  const progress = progressLine();
  try {
    return await job.recipe.run({
      backend,
      seed,
      folder,
      resume,
      signal,
      onProgress: progress.update,
      ...(steps !== undefined && { steps }),
      ...(job.data !== undefined && { data: job.data }),
    });
  } finally {
    progress.done();
  }
}
