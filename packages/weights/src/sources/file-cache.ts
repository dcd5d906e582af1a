import { BlockzooError } from "@blockzoo/core";
import { downloadFile, isOfDisk } from "./download-file.js";
import { withLock } from "./lock.js";
import type { NodeModules } from "./node-modules.js";
import { reasonOf } from "./request.js";
import { askConsent, fileName, problemWith, type DownloadOptions, type WeightsSource } from "./weights-source.js";

/**
 * The folder of the cache: `BLOCKZOO_CACHE`, else `blockzoo` in the folder that the system has for caches, which is
 * `XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows.
 */
export function cacheFolder({ path, os, process }: NodeModules): string {
  const { BLOCKZOO_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  // By `||`: an empty variable is as good as none.
  if (own) return path.resolve(own);
  if (xdg) return path.join(xdg, "blockzoo");
  if (process.platform === "win32" && local) return path.join(local, "blockzoo", "cache");
  const caches = process.platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return path.join(os.homedir(), ...caches, "blockzoo");
}

/** Where the file of a source lies when it is complete: by its hash, so that equal files of two addresses are one. */
export function cachePath({ url, sha256 }: Pick<WeightsSource, "url" | "sha256">, node: NodeModules): string {
  const ending = /\.[a-z0-9]{1,16}$/i.exec(fileName(url))?.[0] ?? "";
  return node.path.join(cacheFolder(node), "weights", sha256 + ending);
}

/**
 * The bytes of a source, from the cache, or fetched into it. Several processes may ask for the same at once: one fetches,
 * the others wait. What arrived before a cut is kept, and the next attempt, or the next run, goes on from there.
 */
export async function fetchThroughFiles(
  source: WeightsSource,
  options: DownloadOptions,
  node: NodeModules,
): Promise<Uint8Array> {
  const cached = await readCached(source, node);
  if (cached !== undefined) return cached;
  const path = cachePath(source, node);
  const { url, size, sha256 } = source;
  if (options.offline ?? node.process.env["BLOCKZOO_OFFLINE"] === "1") {
    throw new BlockzooError(
      `${fileName(url)} is not in the cache, and nothing may be fetched (offline): get ${url} elsewhere, ` +
        `${size} bytes with the sha256 ${sha256}, and put it at ${path}`,
    );
  }
  await askConsent(source, options);
  try {
    await node.fs.mkdir(node.path.dirname(path), { recursive: true });
    return await withLock(`${path}.lock`, { fs: node.fs, signal: options.signal }, async () => {
      const meanwhile = await readCached(source, node);
      if (meanwhile !== undefined) return meanwhile;
      const part = `${path}.part`;
      const bytes = await downloadFile(part, source, { ...options, fs: node.fs });
      await node.fs.rename(part, path);
      return bytes;
    });
  } catch (cause) {
    if (!isOfDisk(cause)) throw cause;
    throw new BlockzooError(`${path}: cannot be written: ${reasonOf(cause)}: set BLOCKZOO_CACHE to another folder`, {
      cause,
    });
  }
}

/** The file of a source when it is in the cache, whole and right. */
async function readCached(source: WeightsSource, node: NodeModules): Promise<Uint8Array | undefined> {
  const path = cachePath(source, node);
  const stats = await node.fs.stat(path).catch(() => undefined);
  if (stats?.size !== source.size) return undefined;
  const bytes = await node.fs.readFile(path);
  return (await problemWith(bytes, source)) === undefined ? bytes : undefined;
}
