import { cacheFolder, cachePath } from "../sources/file-cache.js";
import { nodeModules } from "../sources/node-modules.js";
import type { WeightsSource } from "../sources/weights-source.js";
import { node } from "./builtin.js";

/** A file of the cache. */
export interface CachedFile {
  readonly path: string;
  readonly size: number;
  /** Whether a download of it was cut, and goes on the next time. */
  readonly isPart: boolean;
}

/** The folder with the weights of the cache; it need not be there yet. */
export function weightsCache(): string {
  return node.path.join(cacheFolder(nodeModules()!), "weights");
}

/** Where the file of a source lies, or would lie, in the cache. */
export function cachedPath(source: Pick<WeightsSource, "url" | "sha256">): string {
  return cachePath(source, nodeModules()!);
}

/** Whether the cache has a file of the source's size; only reading it, as `fetchWeights` does, tells whether it is right. */
export async function isCached(source: Pick<WeightsSource, "url" | "sha256" | "size">): Promise<boolean> {
  return (await node.fs.stat(cachedPath(source)).catch(() => undefined))?.size === source.size;
}

/** What the cache holds, by name; locks of running downloads are not counted. */
export async function cachedFiles(): Promise<CachedFile[]> {
  const names = (await node.fs.readdir(weightsCache()).catch(() => [])).filter(isOurs);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const path = node.path.join(weightsCache(), name);
      return { path, size: (await node.fs.stat(path)).size, isPart: name.endsWith(".part") };
    }),
  );
}

/** Removes what {@link cachedFiles} lists, and nothing else, and returns it. */
export async function clearCache(): Promise<CachedFile[]> {
  const files = await cachedFiles();
  for (const { path } of files) await node.fs.rm(path, { force: true });
  return files;
}

/** Files that the cache itself named: somebody may have pointed `BLOCKZOO_CACHE` at a folder with other things. */
function isOurs(name: string): boolean {
  return /^[0-9a-f]{64}(\.[a-z0-9]{1,16})?(\.part)?$/i.test(name) && !name.endsWith(".lock");
}
