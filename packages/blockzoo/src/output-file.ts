import { randomUUID } from "node:crypto";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BlockzooError, messageOf } from "@blockzoo/core";
import { writeFilesAtomic, type FileToWrite } from "@blockzoo/weights/node";

/**
 * Writes a file that was asked for, whole or not at all.
 *
 * @throws BlockzooError where its folder is missing or the disk is full; an older file is then untouched
 */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  await writeOutputs([{ path, content: typeof content === "string" ? new TextEncoder().encode(content) : content }]);
}

/** {@link writeOutput} for files that belong together: all of them or none; the last one refers to the others. */
export async function writeOutputs(files: readonly FileToWrite[]): Promise<void> {
  for (const { path } of files) await checkFolderOf(path);
  await writeFilesAtomic(files);
}

/**
 * Tries whether a file can be written, for work that takes long: nothing is left of the trial.
 *
 * @throws BlockzooError where its folder is missing or takes no file, or a folder has the name
 */
export async function checkOutput(path: string): Promise<void> {
  await checkFolderOf(path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw new BlockzooError(`${path}: cannot be written: it is a folder`);
  const trial = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await writeFile(trial, "");
    await rm(trial);
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be written: ${messageOf(cause)}`, { cause });
  }
}

async function checkFolderOf(path: string): Promise<void> {
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new BlockzooError(
    `${path}: cannot be written: ${folder} is ${found === undefined ? "not there" : "no folder"}`,
  );
}

/** Makes a folder, and those around it, where it is not there yet, and returns its path. */
export async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return path;
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be made a folder: ${messageOf(cause)}`, { cause });
  }
}
