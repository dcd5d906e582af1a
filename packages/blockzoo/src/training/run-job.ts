import { join } from "node:path";
import type { Backend } from "@blockzoo/core";
import type { RecipeResult } from "@blockzoo/family";
import { fileCheckpoints, progressLine } from "@blockzoo/train/node";
import { backendName, withBackend } from "../backends.js";
import { listenForInterruption } from "../interruption.js";
import { makeFolder } from "../output-file.js";
import { note, printJson } from "../terminal.js";
import { commandLine } from "../command-line.js";
import { showOutcome, stepsTaken } from "./outcome.js";
import { writeRunFiles } from "./run-files.js";
import type { TrainingJob } from "./training-job.js";

/** What all commands that train have in common. */
export interface RunOptions {
  readonly backend?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

/** How a job was asked for. */
export interface Asked {
  /** `train` or `fine-tune`. */
  readonly command: string;
  readonly id: string;
  /** As the command has them, with those that are its own. */
  readonly options: RunOptions;
}

/** Trains, writes what came of it into a folder, and says whether the gate was reached: 0, or 1 where it was missed. */
export async function runJob(job: TrainingJob, { command, id, options }: Asked): Promise<number> {
  const { seed = 0, steps, json = false } = options;
  const interruption = listenForInterruption("stopping after this step, with a checkpoint");
  try {
    return await withBackend(options.backend, async (backend) => {
      const folder = await makeFolder(options.out ?? join("runs", job.name));
      const start = performance.now();
      const result = await train(job, { backend, folder, options, signal: interruption.signal });
      const seconds = (performance.now() - start) / 1000;
      if (!result.finished) {
        const taken = stepsTaken(result);
        note(`stopped after step ${taken}; go on with: ${commandLine(command, [id], { ...options, resume: true })}`);
        if (json) printJson({ recipe: id, finished: false, steps: taken, folder });
        return interruption.exitCode();
      }
      const line = commandLine(command, [id], { ...options });
      const files = await writeRunFiles({ job, result, folder, backend, seconds, command: line });
      const gate = job.judged && steps === undefined ? job.recipe.gate : undefined;
      // The id of a recipe is no network.
      const network = job.judged ? job.model.name : id;
      const facts = { seed, backend: backendName(backend.name), seconds, folder, network, files };
      return showOutcome({ id, result, gate, ...facts }, json);
    });
  } finally {
    interruption.release();
  }
}

interface Place {
  readonly backend: Backend;
  readonly folder: string;
  readonly options: RunOptions;
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
      checkpoints: fileCheckpoints(folder),
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
