import { BlockzooError } from "@blockzoo/core";

/** The folder of data files: the given one, else the environment variable `BLOCKZOO_DATA`, else none. */
export function dataFolder(explicit?: string): string | undefined {
  return explicit ?? (process.env.BLOCKZOO_DATA || undefined);
}

/**
 * The path of a file in the data folder; where there is none the error says what to download and where to put it.
 *
 * @param relative the file's path in the folder: `mnist/train-images-idx3-ubyte.gz`
 */
export async function requireFile(folder: string | undefined, relative: string, officialUrl: string): Promise<string> {
  if (folder === undefined) {
    throw new BlockzooError(
      `${relative}: there is no data folder: download ${officialUrl} to <folder>/${relative} and set BLOCKZOO_DATA=<folder>`,
    );
  }
  const { access } = process.getBuiltinModule("node:fs/promises");
  const path = process.getBuiltinModule("node:path").join(folder, relative);
  try {
    await access(path);
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be read: download ${officialUrl} and save it there`, { cause });
  }
  return path;
}
