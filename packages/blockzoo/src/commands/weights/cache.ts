import { basename } from "node:path";
import { cachedFiles, clearCache, weightsCache, type CachedFile } from "@blockzoo/weights/node";
import { allWeights } from "../../models/all-families.js";
import { note, print, table } from "../../terminal.js";

export interface CacheOptions {
  readonly clear?: boolean;
}

/** Prints where the cache is and what it holds, or empties it. */
export async function run({ clear }: CacheOptions): Promise<number> {
  print(weightsCache());
  const files = clear === true ? await clearCache() : await cachedFiles();
  const total = files.reduce((sum, { size }) => sum + size, 0).toLocaleString("en-US");
  if (clear !== true && files.length > 0) print(table(["bytes", "tag", "file"], await rowsOf(files)));
  note(
    `${clear === true ? "removed" : "holds"} ${files.length} ${files.length === 1 ? "file" : "files"}, ${total} bytes`,
  );
  return 0;
}

async function rowsOf(files: readonly CachedFile[]): Promise<(string | number)[][]> {
  const tags = new Map((await allWeights()).map(({ tag, entry }) => [entry.sha256, tag]));
  return files.map(({ path, size, isPart }) => {
    const file = basename(path);
    const tag = tags.get(file.slice(0, 64)) ?? "-";
    return [size, isPart ? `${tag} (unfinished)` : tag, file];
  });
}
