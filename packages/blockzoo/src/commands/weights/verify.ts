import { BlockzooError, check } from "@blockzoo/core";
import { isRemote } from "@blockzoo/family";
import { problemWith, readWeights, type ReadPyTorchOptions } from "@blockzoo/weights";
import { cachedPath, isCached, readBytes } from "@blockzoo/weights/node";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allWeights, weightsOf, type TaggedWeights } from "../../models/all-families.js";
import { print } from "../../terminal.js";

const largestFile = 2 ** 31 - 1;

export interface VerifyOptions {
  readonly entry?: string;
}

/** What was found of one file. */
interface Verdict {
  readonly name: string;
  readonly path: string;
  /** What is wrong; none where all is right. */
  readonly problem?: string;
}

/**
 * Reads weights and compares them with what is known of them: those of a tag with its size and SHA-256, a file with its
 * own header. Without a target, all that are packaged or cached.
 *
 * @returns 1 where something is wrong
 */
export async function run(target: string | undefined, { entry }: VerifyOptions): Promise<number> {
  const isFile = target !== undefined && existsSync(target);
  check(entry === undefined || isFile, () => `--entry ${entry}: chooses a state dict of a file: name one`);
  const verdicts = isFile ? [await verdictOnFile(target, target, { entry })] : await verdictsOn(target);
  for (const { name, path, problem } of verdicts) {
    print(problem === undefined ? `ok   ${name}${path === name ? "" : `  ${path}`}` : `BAD  ${name}: ${problem}`);
  }
  return verdicts.every(({ problem }) => problem === undefined) ? 0 : 1;
}

async function verdictsOn(target: string | undefined): Promise<Verdict[]> {
  if (target === undefined) {
    const all = await allWeights();
    const here = await Promise.all(all.map(async ({ entry }) => !isRemote(entry) || (await isCached(entry))));
    return Promise.all(all.filter((_, index) => here[index]).map(verdictOnEntry));
  }
  const weights = await weightsOf(target);
  if (isRemote(weights.entry) && !existsSync(cachedPath(weights.entry))) {
    throw new BlockzooError(`${target} is not in the cache: blockzoo weights download ${target}`);
  }
  return [await verdictOnEntry(weights)];
}

function verdictOnEntry({ tag, entry }: TaggedWeights): Promise<Verdict> {
  const path = isRemote(entry) ? cachedPath(entry) : fileURLToPath(entry.url);
  return verdictOnFile(tag, path, { problemOf: (bytes) => problemWith(bytes, entry) });
}

interface Questions {
  /** What is wrong with the bytes, before they are read. */
  readonly problemOf?: (bytes: Uint8Array) => Promise<string | undefined>;
  readonly entry?: string | undefined;
}

async function verdictOnFile(name: string, path: string, { problemOf, entry }: Questions): Promise<Verdict> {
  const bytes = await readBytes(path, largestFile);
  const problem =
    (await problemOf?.(bytes)) ?? (await problemOfReading(bytes, { name, ...(entry !== undefined && { entry }) }));
  return { name, path, ...(problem !== undefined && { problem }) };
}

async function problemOfReading(bytes: Uint8Array, options: ReadPyTorchOptions): Promise<string | undefined> {
  try {
    await readWeights(bytes, options);
    return undefined;
  } catch (error) {
    if (error instanceof BlockzooError) return error.message.slice(`${options.name}: `.length);
    throw error;
  }
}
