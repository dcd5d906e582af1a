import { open } from "node:fs/promises";
import { BlockzooError, check } from "@blockzoo/core";
import { readSafetensors, writeSafetensors, type WeightsFile } from "../safetensors.js";
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

async function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    await using handle = await open(path);
    const stats = await handle.stat();
    check(stats.isFile(), () => `${path}: is not a file`);
    check(
      stats.size <= maxBytes,
      () => `${path}: has ${stats.size} bytes, more than the limit of ${maxBytes} (maxBytes)`,
    );
    return await handle.readFile();
  } catch (cause) {
    if (cause instanceof BlockzooError) throw cause;
    throw new BlockzooError(`${path}: cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
