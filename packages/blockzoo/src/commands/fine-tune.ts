import { resolveModel } from "../models/resolve-model.js";
import { fineTuningJob, type FineTuningOptions } from "../training/fine-tuning-job.js";
import { runJob, type RunOptions } from "../training/run-job.js";

/** Teaches a trained classifier new classes by examples. */
export async function run(id: string, options: FineTuningOptions & RunOptions): Promise<number> {
  return runJob(await fineTuningJob(await resolveModel(id), options), { command: "fine-tune", id, options });
}
