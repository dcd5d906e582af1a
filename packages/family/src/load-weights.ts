import { BlockzooError, check, type StateDict } from "@blockzoo/core";
import { readSafetensors } from "@blockzoo/weights";
import { readBytes } from "./io/read-bytes.js";
import type { WeightsEntry } from "./weights-entry.js";

/** What safetensors are read up to. */
const largestFile = 2 ** 31 - 1;

/**
 * The values of a weights entry, read from the package or fetched, and checked.
 *
 * @throws BlockzooError where the file cannot be had, or is not the one the entry describes
 */
export async function loadWeights(entry: Pick<WeightsEntry, "url" | "size" | "sha256">): Promise<StateDict> {
  const bytes = await readBytes(entry.url, largestFile);
  check(
    bytes.length === entry.size,
    () => `${entry.url}: has ${bytes.length} bytes, expected ${entry.size}: the download is incomplete or another file`,
  );
  const found = await sha256(bytes);
  check(
    found === entry.sha256,
    () => `${entry.url}: has the sha256 ${found}, expected ${entry.sha256}: the file was changed or damaged`,
  );
  return readSafetensors(bytes, { name: String(entry.url) }).tensors;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new BlockzooError("weights cannot be checked here: browsers offer crypto.subtle on https and localhost only");
  }
  const digest = await subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
