import { isRemote } from "@blockzoo/family";
import { cachedPath, isCached } from "@blockzoo/weights/node";
import { fileURLToPath } from "node:url";
import { allWeights, type TaggedWeights } from "../../models/all-families.js";
import { print, printJson, table } from "../../terminal.js";

export interface ListOptions {
  readonly json?: boolean;
}

/** Prints all trained weights, and where each file is: in its package, in the cache, or not here yet. */
export async function run({ json }: ListOptions): Promise<number> {
  const rows = await Promise.all((await allWeights()).map(describe));
  if (json === true) {
    printJson(rows);
    return 0;
  }
  const cells = rows.map(({ tag, size, state, licence }) => [tag, size, state, licence]);
  print(table(["tag", "bytes", "where", "licence"], cells));
  return 0;
}

async function describe({ tag, entry, package: name }: TaggedWeights) {
  const { url, mirrors = [], size, sha256, licence, metrics } = entry;
  const remote = isRemote(entry);
  const state = !remote ? "packaged" : (await isCached(entry)) ? "cached" : "remote";
  const path = remote ? cachedPath(entry) : fileURLToPath(url);
  const addresses = remote ? { url: url.href, mirrors: mirrors.map(({ href }) => href) } : {};
  return { tag, package: name, state, size, sha256, licence, metrics, path, ...addresses };
}
