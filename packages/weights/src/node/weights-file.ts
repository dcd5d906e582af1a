import { readSafetensors, writeSafetensors, type WeightsFile } from "../safetensors.js";
import { readBytes } from "./read-bytes.js";
import { writeFileAtomic } from "./write-file-atomic.js";

/** {@link readSafetensors} for a file; `maxBytes`, 2 GiB by default, bounds it before it is read. */
export async function readWeightsFile(
  path: string,
  { maxBytes = 2 ** 31 - 1 }: { maxBytes?: number } = {},
): Promise<WeightsFile> {
  return readSafetensors(await readBytes(path, maxBytes), { name: path });
}

/** {@link writeSafetensors} to a file, by {@link writeFileAtomic}. */
export async function writeWeightsFile(path: string, ...content: Parameters<typeof writeSafetensors>): Promise<void> {
  await writeFileAtomic(path, writeSafetensors(...content));
}
