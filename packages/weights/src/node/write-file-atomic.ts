import { BlockzooError, messageOf } from "@blockzoo/core";
import { node } from "./builtin.js";

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
  await written([{ path, content: bytes }], async ([file]) => node.fs.rename(file!.temporary, path));
}

/**
 * Writes files that belong together: nothing takes its name before all of them are on the disk. The last one, which refers
 * to the others, is away while they change, so that even a power cut leaves no file that refers to another's content.
 *
 * @throws BlockzooError when that fails; all files are then as they were
 */
export async function writeFilesAtomic(files: readonly FileToWrite[]): Promise<void> {
  if (files.length === 1) return written(files, async ([file]) => node.fs.rename(file!.temporary, file!.path));
  await written(files, async (all) => {
    const undo: (() => Promise<void>)[] = [];
    try {
      for (const { path, aside } of all.toReversed()) {
        await refuseFolder(path);
        await node.fs.rename(path, aside).then(() => undo.unshift(() => node.fs.rename(aside, path)), unlessMissing);
      }
      for (const { path, temporary } of all) {
        await node.fs.rename(temporary, path);
        undo.unshift(() => node.fs.rm(path));
      }
    } catch (error) {
      for (const step of undo) await step();
      throw error;
    }
    for (const { aside } of all) await node.fs.rm(aside, { force: true });
  });
}

interface WrittenFile extends FileToWrite {
  readonly temporary: string;
  /** Where the old file waits. */
  readonly aside: string;
}

/** Puts the contents into temporary files, hands them to `take`, and removes what is left of them where anything fails. */
async function written(
  files: readonly FileToWrite[],
  take: (files: readonly WrittenFile[]) => Promise<void>,
): Promise<void> {
  const all = files.map((file) => ({ ...file, temporary: besides(file.path), aside: besides(file.path) }));
  let current = files.at(-1)?.path;
  try {
    for (const { path, temporary, content } of all) {
      current = path;
      await writeThrough(temporary, content);
    }
    await take(all);
  } catch (cause) {
    for (const { temporary } of all) await node.fs.rm(temporary, { force: true });
    throw new BlockzooError(`${current}: cannot be written: ${messageOf(cause)}`, { cause });
  }
}

async function refuseFolder(path: string): Promise<void> {
  const found = await node.fs.stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw new Error(`${path} is a folder`);
}

/** A temporary name in the same folder, so that taking the real one is a rename. */
function besides(path: string): string {
  return node.path.join(node.path.dirname(path), `.${node.path.basename(path)}.${globalThis.crypto.randomUUID()}.tmp`);
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

async function writeThrough(path: string, content: Uint8Array | Iterable<Uint8Array>): Promise<void> {
  const handle = await node.fs.open(path, "wx");
  try {
    // Each call goes on where the last one ended.
    for (const piece of content instanceof Uint8Array ? [content] : content) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
