import { BlockzooError, check } from "@blockzoo/core";
import type { Recording } from "../audio/recordings.js";
import type { TableOptions } from "../tables/index.js";
import { cellPlace, columnIndex } from "../tables/table.js";
import { readTable } from "./csv-file.js";
import { readText } from "./text-file.js";
import { readWav } from "./wav-file.js";

/** A table that says for each file what is said in it. */
export interface TranscriptTable extends Pick<TableOptions, "header" | "delimiter"> {
  /** The path of the table, from the folder of the sounds. */
  readonly table: string;
  /** The columns of the files' names, with or without `.wav`, and of the texts: their names or, from 1, their numbers. */
  readonly file: string;
  readonly text: string;
}

/** What {@link readRecordings} reads. */
export interface ReadRecordingsOptions {
  /** Holds the WAV files. */
  readonly folder: string;
  /**
   * Where the texts are: `beside` each `name.wav` in a file `name.txt`; in a table; or in the names of the files, from which
   * a function takes them. Files that the table does not name, or for which the function gives nothing, are passed over.
   */
  readonly texts: "beside" | TranscriptTable | ((name: string) => string | undefined);
  /** Bounds what all sounds take in memory, 4 bytes a sample: 2 GiB by default. */
  readonly maxBytes?: number;
}

/**
 * Reads the WAV files of a folder with what is said in them, in the order of their names or of the table. Hidden files are
 * passed over.
 *
 * @throws BlockzooError that names the file which is missing, without a text, or no WAV file
 *
 * @example
 * const recordings = await readRecordings({ folder: "commands", texts: (name) => name.split("_")[0]! });
 */
export async function readRecordings({
  folder,
  texts,
  maxBytes = 2 ** 31,
}: ReadRecordingsOptions): Promise<Recording[]> {
  const path = process.getBuiltinModule("node:path");
  const recordings: Recording[] = [];
  let bytes = 0;
  for (const { name, text } of await filesWithTexts(folder, texts)) {
    const sound = await readWav(path.join(folder, name));
    bytes += sound.samples.data.byteLength;
    check(
      bytes <= maxBytes,
      () => `${folder}: the sounds to ${name} take ${bytes} bytes, more than the limit of ${maxBytes} (maxBytes)`,
    );
    recordings.push({ name, text, sound });
  }
  check(recordings.length > 0, () => `${folder}: none of its .wav files has a text`);
  return recordings;
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

async function filesWithTexts(folder: string, texts: ReadRecordingsOptions["texts"]): Promise<NamedText[]> {
  const names = await wavFiles(folder);
  if (typeof texts === "object") return textsOfTable(folder, names, texts);
  if (typeof texts === "function") {
    return names.flatMap((name) => {
      const text = texts(name);
      return text === undefined ? [] : [{ name, text }];
    });
  }
  const path = process.getBuiltinModule("node:path");
  const found: NamedText[] = [];
  for (const name of names) {
    const text = await readText(path.join(folder, name.replace(ENDING, ".txt")));
    found.push({ name, text: text.trim() });
  }
  return found;
}

/** The rows of the table, in its order. */
async function textsOfTable(
  folder: string,
  files: readonly string[],
  { table, file, text, ...options }: TranscriptTable,
): Promise<NamedText[]> {
  const read = await readTable(process.getBuiltinModule("node:path").resolve(folder, table), options);
  const [fileColumn, textColumn] = [columnIndex(read, file), columnIndex(read, text)];
  const known = new Set(files);
  return read.rows.map((cells, row) => {
    const name = ENDING.test(cells[fileColumn]!) ? cells[fileColumn]! : `${cells[fileColumn]}.wav`;
    check(known.has(name), () => `${cellPlace(read, row, fileColumn)}: there is no ${name} in ${folder}`);
    return { name, text: cells[textColumn]! };
  });
}

const ENDING = /\.wav$/i;

/** In the order of their names, whatever the file system's is. */
async function wavFiles(folder: string): Promise<string[]> {
  const { readdir } = process.getBuiltinModule("node:fs/promises");
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new BlockzooError(`${folder}: cannot be read as a folder`, { cause });
  }
  const files = names.filter((name) => ENDING.test(name) && !name.startsWith(".")).toSorted();
  check(files.length > 0, () => `${folder}: has no .wav file`);
  return files;
}
