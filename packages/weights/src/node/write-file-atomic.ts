import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { BlockzooError } from "@blockzoo/core";

/**
 * Writes a file so that its path holds either the old content or the whole new one, whatever happens: the bytes go to a
 * temporary file in the same folder, reach the disk, and take the path's name.
 *
 * @throws BlockzooError when that fails (a full disk, no permission); the old file is untouched, the temporary one removed
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeThrough(temporary, bytes);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new BlockzooError(`${path}: cannot be written: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
