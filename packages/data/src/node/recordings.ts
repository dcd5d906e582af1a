import { check } from "@blockzoo/core";
import type { Recording } from "../audio/recordings.js";
import type { TableOptions } from "../tables/index.js";
import { cellPlace, columnIndex } from "../tables/table.js";
import { readTable } from "./csv-file.js";
import { fileNamed, findTexts, textsBeside, wavFiles, type NamedText } from "./transcripts.js";
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
  /** Holds the WAV files, itself or in folders. */
  readonly folder: string;
  /**
   * Where the texts are: `beside` each `name.wav` in a file `name.txt`; in a table; or in the names of the files, from which
   * a function takes them. Files that the table does not name, or for which the function gives nothing, are passed over. By default
   * they are looked for: in the only `.csv` or `.tsv` file of the folder or its `metadata.csv`, else beside.
   */
  readonly texts?: "beside" | TranscriptTable | ((name: string) => string | undefined);
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
  const { join } = process.getBuiltinModule("node:path");
  const recordings: Recording[] = [];
  let bytes = 0;
  for (const { name, text } of await filesWithTexts(folder, texts)) {
    const sound = await readWav(join(folder, name));
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

async function filesWithTexts(folder: string, texts: ReadRecordingsOptions["texts"]): Promise<NamedText[]> {
  const files = await wavFiles(folder);
  if (texts === undefined) return findTexts(folder, files);
  if (texts === "beside") return textsBeside(folder, files);
  if (typeof texts === "object") return textsOfTable(folder, files, texts);
  return files.flatMap((name) => {
    const text = texts(name);
    return text === undefined ? [] : [{ name, text }];
  });
}

/** The rows of the table, in its order. */
async function textsOfTable(
  folder: string,
  files: readonly string[],
  { table, file, text, ...options }: TranscriptTable,
): Promise<NamedText[]> {
  const read = await readTable(process.getBuiltinModule("node:path").resolve(folder, table), options);
  const [fileColumn, textColumn] = [columnIndex(read, file), columnIndex(read, text)];
  return read.rows.map((cells, row) => {
    const name = fileNamed(files, cells[fileColumn]!);
    check(
      name !== undefined,
      () => `${cellPlace(read, row, fileColumn)}: there is no ${JSON.stringify(cells[fileColumn])} in ${folder}`,
    );
    return { name, text: cells[textColumn]! };
  });
}
