import { isRemote } from "@blockzoo/family";
import { fetchWeights } from "@blockzoo/weights";
import { cachedPath } from "@blockzoo/weights/node";
import { fileURLToPath } from "node:url";
import { weightsOf } from "../../models/all-families.js";
import { downloadOptions } from "../../models/download.js";
import { note, print } from "../../terminal.js";

export interface DownloadCommandOptions {
  readonly yes?: boolean;
}

/** Fetches trained weights into the cache, if they are not there, and prints the path of the file. */
export async function run(tag: string, options: DownloadCommandOptions): Promise<number> {
  const { entry } = await weightsOf(tag);
  if (!isRemote(entry)) {
    note(`${tag} comes with its package: there is nothing to download`);
    print(fileURLToPath(entry.url));
    return 0;
  }
  await fetchWeights(entry, downloadOptions(tag, options));
  print(cachedPath(entry));
  return 0;
}
