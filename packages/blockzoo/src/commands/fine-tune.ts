import { resolveModel } from "../models/resolve-model.js";
import { imageJob, type ImageJobOptions } from "../training/image-job.js";
import { runJob, type RunOptions } from "../training/run-job.js";

/** Teaches a trained classifier the classes of a folder of images. */
export async function run(id: string, options: ImageJobOptions & RunOptions): Promise<number> {
  return runJob(await imageJob(await resolveModel(id), options), { command: "fine-tune", id, options });
}
