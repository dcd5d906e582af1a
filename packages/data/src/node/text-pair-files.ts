import { check } from "@blockzoo/core";
import { readZip } from "@blockzoo/weights";
import { readBytes } from "@blockzoo/weights/node";
import { parseTextPairs, type ParseTextPairsOptions, type TextPair } from "../text/text-pairs.js";
import { decodeUtf8 } from "../utf8.js";
import { dataFolder, requireFile } from "./data-folder.js";
import { readText } from "./text-file.js";

/** {@link parseTextPairs} for a file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readTextPairs(
  path: string,
  { maxBytes, ...options }: Omit<ParseTextPairsOptions, "name"> & { maxBytes?: number } = {},
): Promise<TextPair[]> {
  return parseTextPairs(await readText(path, { maxBytes }), { ...options, name: path });
}

/** What {@link tatoeba} reads. */
export interface TatoebaOptions {
  /** The other language, by the three letters of the archive's name: `"spa"` for `spa-eng.zip`. */
  readonly language: string;
  /** The folder that holds `tatoeba/<language>-eng.zip`; `BLOCKZOO_DATA` by default. */
  readonly folder?: string;
}

const maximumBytes = 2 ** 28;

/**
 * English sentences (`source`) and their translations (`target`), collected by Tatoeba, from the archive that the page
 * https://www.manythings.org/anki has for each language; short sentences first.
 *
 * @throws BlockzooError when the archive is missing (it says what to download), damaged or not what it should be
 *
 * @example
 * const pairs = await tatoeba({ language: "spa" });   // [{ source: "Go.", target: "Ve." }, ...]
 */
export async function tatoeba({ language, folder }: TatoebaOptions): Promise<TextPair[]> {
  const archive = `${language}-eng.zip`;
  const path = await requireFile(
    dataFolder(folder),
    `tatoeba/${archive}`,
    `https://www.manythings.org/anki/${archive}`,
  );
  const files = readZip(await readBytes(path, maximumBytes), { name: path });
  // In a folder of its own in some archives, in none in others.
  const [name, entry] = [...files].find(([file]) => file.split("/").at(-1) === `${language}.txt`) ?? [];
  check(entry !== undefined, () => `${path}: has no ${language}.txt, only ${[...files.keys()].join(", ")}`);
  const where = `${path}: ${name}`;
  check(entry.size <= maximumBytes, () => `${where}: has ${entry.size} bytes, more than the limit of ${maximumBytes}`);
  return parseTextPairs(decodeUtf8(entry.bytes({ inflate }), { name: where }), { name: where });
}

function inflate(packed: Uint8Array, size: number): Uint8Array {
  return process.getBuiltinModule("node:zlib").inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
}
