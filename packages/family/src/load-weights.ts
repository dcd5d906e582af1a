import { BlockzooError, type StateDict } from "@blockzoo/core";
import { fetchWeights, problemWith, readWeights, type DownloadOptions } from "@blockzoo/weights";
import { readResource } from "@blockzoo/weights";
import type { WeightsEntry } from "./weights-entry.js";

/** What is read from a package up to. */
const largestFile = 2 ** 31 - 1;

/**
 * The values of a weights entry, read from the package or fetched once and kept in the cache, and checked: size, SHA-256,
 * and then as safetensors or PyTorch's format.
 *
 * @throws BlockzooError where the file cannot be had, or is not the one the entry describes
 */
export async function loadWeights(
  entry: Pick<WeightsEntry, "url" | "mirrors" | "size" | "sha256"> & Partial<Pick<WeightsEntry, "licence">>,
  options: DownloadOptions = {},
): Promise<StateDict> {
  const bytes = isRemote(entry) ? await fetchWeights(entry, options) : await readPackaged(entry);
  return (await readWeights(bytes, { name: String(entry.url) })).tensors;
}

/** Whether the file of an entry must be fetched: it does not come with the package. In a page all files must. */
export function isRemote({ url }: Pick<WeightsEntry, "url">): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}

async function readPackaged(entry: Pick<WeightsEntry, "url" | "size" | "sha256">): Promise<Uint8Array> {
  const bytes = await readResource(entry.url, largestFile);
  const problem = await problemWith(bytes, entry);
  if (problem !== undefined) throw new BlockzooError(`${entry.url}: ${problem}`);
  return bytes;
}
