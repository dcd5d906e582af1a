import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { BlockzooError } from "@blockzoo/core";

/** A file to be written: bytes, or pieces that are written one after the other. */
export interface FileToWrite {
  readonly path: string;
  readonly content: Uint8Array | Iterable<Uint8Array>;
}

/**
 * Writes a file so that its path holds either the old content or the whole new one, whatever happens: the bytes go to a
 * temporary file in the same folder, reach the disk, and take the path's name.
 *
 * @throws BlockzooError when that fails (a full disk, no permission); the old file is untouched, the temporary one removed
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  await writeFilesAtomic([{ path, content: bytes }]);
}

/**
 * Writes files that belong together: nothing takes its name before all of them are on the disk. The last one, which refers
 * to the others, is away while they change, so that even a power cut leaves no file that refers to another's content.
 *
 * @throws BlockzooError when that fails; no file has changed then
 */
export async function writeFilesAtomic(files: readonly FileToWrite[]): Promise<void> {
  const last = files.at(-1);
  if (last === undefined) return;
  const written = files.map((file) => ({ ...file, temporary: besides(file.path) }));
  const aside = files.length > 1 ? besides(last.path) : undefined;
  let current = last.path;
  try {
    for (const { path, temporary, content } of written) {
      current = path;
      await writeThrough(temporary, content);
    }
    if (aside !== undefined) await rename(last.path, aside).catch(unlessMissing);
    for (const { path, temporary } of written) {
      current = path;
      await rename(temporary, path);
    }
    if (aside !== undefined) await rm(aside, { force: true });
  } catch (cause) {
    for (const { temporary } of written) await rm(temporary, { force: true });
    if (aside !== undefined) await rename(aside, last.path).catch(unlessMissing);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BlockzooError(`${current}: cannot be written: ${reason}`, { cause });
  }
}

/** A temporary name in the same folder, so that taking the real one is a rename. */
function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

async function writeThrough(path: string, content: Uint8Array | Iterable<Uint8Array>): Promise<void> {
  const handle = await open(path, "wx");
  try {
    // Each call goes on where the last one ended.
    for (const piece of content instanceof Uint8Array ? [content] : content) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
