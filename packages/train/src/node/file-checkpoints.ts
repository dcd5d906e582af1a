import { BlockzooError, messageOf } from "@blockzoo/core";
import type { CheckpointStore } from "@blockzoo/family";
import { writeFileAtomic } from "@blockzoo/weights/node";
import { checkpointFiles, checkpointName } from "../checkpoint-files.js";

/**
 * Checkpoints in a folder, which is made when it is not there: `checkpoint.safetensors` is replaced in one go, so that it
 * is whole even when the process is killed or the disk is full; `history.jsonl` has a line for each step.
 */
export function fileCheckpoints(folder: string): CheckpointStore {
  const { appendFile, mkdir } = process.getBuiltinModule("node:fs/promises");
  const { join } = process.getBuiltinModule("node:path");
  return checkpointFiles({
    place: `the folder ${folder}`,
    async read(name) {
      if (name === checkpointName) await removeTemporaries(folder);
      return readIfThere(join(folder, name));
    },
    async replace(name, content) {
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(join(folder, name), content);
    },
    async append(name, content) {
      await mkdir(folder, { recursive: true });
      await appendFile(join(folder, name), content);
    },
  });
}

/** What a process that was killed while it wrote has left. */
async function removeTemporaries(folder: string): Promise<void> {
  const { readdir, rm } = process.getBuiltinModule("node:fs/promises");
  const { join } = process.getBuiltinModule("node:path");
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(`.${checkpointName}.`) && name.endsWith(".tmp"));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await process.getBuiltinModule("node:fs/promises").readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new BlockzooError(`${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}
