import { BlockzooError } from "@blockzoo/core";
import type { CheckpointStore } from "@blockzoo/family";
import { checkpointFiles } from "../checkpoint-files.js";

/**
 * Checkpoints in the private files of a page (the origin private file system), where they stay when the tab is closed. Works
 * in pages and workers.
 *
 * @param name of the run; runs with other names are apart
 * @throws BlockzooError where the browser has no such files: older ones, and private windows of some
 * @example await fit(model, { ..., checkpoint: { to: await privateCheckpoints("lenet5"), everySteps: 50 } });
 */
export async function privateCheckpoints(name: string): Promise<CheckpointStore> {
  const folder = await folderOf(name);
  const write = async (file: string, content: Uint8Array, keep: boolean): Promise<void> => {
    const handle = await folder.getFileHandle(file, { create: true });
    // What is written becomes the file when it is closed, and not before.
    const writable = await handle.createWritable({ keepExistingData: keep });
    if (keep) await writable.seek((await handle.getFile()).size);
    await writable.write(new Uint8Array(content));
    await writable.close();
  };
  return checkpointFiles({
    place: `the page's run "${name}"`,
    async read(file) {
      try {
        const handle = await folder.getFileHandle(file);
        return new Uint8Array(await (await handle.getFile()).arrayBuffer());
      } catch (error) {
        if (error instanceof DOMException && error.name === "NotFoundError") return undefined;
        throw error;
      }
    },
    replace: (file, content) => write(file, content, false),
    append: (file, content) => write(file, content, true),
  });
}

/** Removes what {@link privateCheckpoints} keeps of a run. */
export async function removePrivateCheckpoints(name: string): Promise<void> {
  const root = await rootFolder();
  await root.removeEntry(name, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  });
}

/** The names of the runs that {@link privateCheckpoints} keeps. */
export async function privateRuns(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of (await rootFolder()).keys()) names.push(name);
  return names.toSorted();
}

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  return (await rootFolder()).getDirectoryHandle(name, { create: true });
}

async function rootFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle("blockzoo-runs", { create: true });
  } catch (cause) {
    throw new BlockzooError("this browser gives the page no private files, so that no run can be kept in it", {
      cause,
      kind: "failure",
    });
  }
}
