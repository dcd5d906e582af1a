import { BlockzooError, check } from "@blockzoo/core";
import { findDelimiter } from "../tables/delimiter.js";
import { parseRecords } from "../tables/records.js";
import { readText } from "./text-file.js";

/** A recording, by its path from the folder, and what is said in it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The WAV files of a folder and of those in it, by their paths from it, in the order of these; hidden ones are passed over. */
export async function wavFiles(folder: string): Promise<string[]> {
  const names = await filesIn(folder, { recursive: true });
  const files = names.filter((name) => ENDING.test(name) && !/(^|\/)\./.test(name));
  check(files.length > 0, () => `${folder}: has no .wav file`);
  return files;
}

/**
 * The texts of recordings where people put them: in the only table of the folder, or the one called metadata; without a table, in
 * a file `x.txt` beside each `x.wav`.
 *
 * A table is a `.csv` or `.tsv` file, with or without names in its first row, between commas, semicolons, tabs or bars; between
 * tabs and bars a quote is one that is written. One column names the recordings, with or without `.wav` and their folder; the text
 * is in the column called text, transcript, transcription or sentence, else in the last.
 */
export async function findTexts(folder: string, files: readonly string[]): Promise<NamedText[]> {
  const tables = (await filesIn(folder)).filter((name) => /^[^.].*\.(csv|tsv)$/i.test(name));
  const named = tables.filter((name) => /^metadata\./i.test(name));
  const chosen = named.length > 0 ? named : tables;
  check(chosen.length <= 1, () => `${folder}: holds ${chosen.join(" and ")}: call the one with the texts metadata.csv`);
  return chosen.length === 0 ? textsBeside(folder, files) : textsOfList(folder, files, chosen[0]!);
}

/** The text of each `name.wav` in a file `name.txt`. */
export async function textsBeside(folder: string, files: readonly string[]): Promise<NamedText[]> {
  const { join } = process.getBuiltinModule("node:path");
  const found: NamedText[] = [];
  for (const name of files) {
    const text = await readText(join(folder, name.replace(ENDING, ".txt")));
    found.push({ name, text: text.trim() });
  }
  return found;
}

/** Which of the files a cell names: by its path or, where no other has it, its name alone; with or without `.wav`. */
export function fileNamed(files: readonly string[], cell: string): string | undefined {
  const asked = (ENDING.test(cell) ? cell : `${cell}.wav`).toLowerCase();
  const same = files.filter((name) => name.toLowerCase() === asked);
  const found = same.length > 0 ? same : files.filter((name) => name.toLowerCase().endsWith(`/${asked}`));
  return found.length === 1 ? found[0] : undefined;
}

const ENDING = /\.wav$/i;
const titles = {
  file: /^(audio|file|file[ _-]?name|id|name|path|recording|sound|wav)$/i,
  text: /^(sentence|text|transcript|transcription)$/i,
};

async function textsOfList(folder: string, files: readonly string[], table: string): Promise<NamedText[]> {
  const path = process.getBuiltinModule("node:path").join(folder, table);
  const rows = rowsOf(await readText(path), path);
  const [first = []] = rows;
  const hasTitles = first.some((cell) => titles.text.test(cell)) || first.some((cell) => titles.file.test(cell));
  const sample = rows[Number(hasTitles)] ?? [];
  const named = sample.findIndex((cell) => fileNamed(files, cell) !== undefined);
  const fileColumn = named === -1 ? first.findIndex((cell) => titles.file.test(cell)) : named;
  check(
    fileColumn !== -1 && sample.length > 1,
    () =>
      `${path}: row ${1 + Number(hasTitles)} is ${JSON.stringify(sample)}, expected the name of a .wav file of the folder, and what ` +
      "is said in it",
  );
  const titled = hasTitles ? first.findIndex((cell) => titles.text.test(cell)) : -1;
  const others = first.map((_, column) => column).filter((column) => column !== fileColumn);
  const textColumn = titled === -1 ? others.at(-1)! : titled;
  return rows.slice(Number(hasTitles)).map((cells, index) => {
    const where = `${path}: row ${index + 1 + Number(hasTitles)}`;
    check(
      cells.length === first.length,
      () =>
        `${where} has ${cells.length} fields, row 1 has ${first.length}: a text with a delimiter in it needs quotes`,
    );
    const name = fileNamed(files, cells[fileColumn]!);
    check(name !== undefined, () => `${where}: there is no ${JSON.stringify(cells[fileColumn])} in ${folder}`);
    return { name, text: cells[textColumn]! };
  });
}

function rowsOf(text: string, name: string): string[][] {
  const [line = ""] = text.split(/\r\n?|\n/, 1);
  const plain = ["|", "\t"].find((delimiter) => line.includes(delimiter));
  const rows =
    plain === undefined
      ? parseRecords(text, findDelimiter(text), name)
      : text.split(/\r\n?|\n/).map((each) => each.split(plain).map((cell) => cell.trim()));
  return rows.filter((row) => row.some((cell) => cell !== ""));
}

/** Paths with `/`, in an order that does not depend on the file system. */
async function filesIn(folder: string, { recursive = false } = {}): Promise<string[]> {
  const { readdir } = process.getBuiltinModule("node:fs/promises");
  try {
    const names = await readdir(folder, { recursive });
    return names.map((name) => name.replaceAll("\\", "/")).toSorted();
  } catch (cause) {
    throw new BlockzooError(`${folder}: cannot be read as a folder`, { cause });
  }
}
