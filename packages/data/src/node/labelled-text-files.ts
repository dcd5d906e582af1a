import { check } from "@blockzoo/core";
import { parseLabelledTexts, type LabelledText, type LabelledTexts } from "../text/labelled-texts.js";
import { entriesOf, summarizeLeftOut, type FolderEntry, type LeftOut } from "./image-files.js";
import { imageParts } from "./image-parts.js";
import { readText } from "./text-file.js";

/**
 * Texts and their classes, as people have them: a table with a row for each (`.csv`, or tabs between cells in any other file), see
 * `parseLabelledTexts`; or a folder with a folder for each class, which holds texts, one to a `.txt` file. A folder with two such
 * folders, `train` and `test`, sets texts apart.
 *
 * @throws BlockzooError where something cannot be read, is empty or no UTF-8 text, or there are not two classes
 *
 * @example
 * const { texts } = await readLabelledTexts("reviews");   // reviews/good/1.txt, reviews/bad/1.txt
 */
export async function readLabelledTexts(path: string): Promise<LabelledTexts> {
  if (!(await isFolder(path)))
    return parseLabelledTexts(await readText(path), { name: path, tabs: !path.toLowerCase().endsWith(".csv") });
  const parts = await imageParts(path);
  if (parts === undefined) return folderOfTexts(path);
  const [{ texts, notes }, heldOut] = [await folderOfTexts(parts.train), await folderOfTexts(parts.test)];
  return { texts, heldOut: heldOut.texts, notes: [...notes, ...heldOut.notes, `${parts.test} is held out`] };
}

/** What is not there is no folder: whoever reads it says so. */
async function isFolder(path: string): Promise<boolean> {
  const { stat } = process.getBuiltinModule("node:fs/promises");
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function folderOfTexts(folder: string): Promise<LabelledTexts> {
  const entries = await entriesOf(folder);
  const classes = entries.filter(({ kind }) => kind === "folder");
  check(
    classes.length >= 2,
    () =>
      `${folder}: has ${classes.length} folders, expected two or more, one for each class, with its texts as .txt files`,
  );
  const leftOut = entries.filter(({ kind }) => kind !== "folder").map(passedOver);
  const texts: LabelledText[] = [];
  for (const { name: label, path } of classes) {
    const inside = await entriesOf(path);
    const files = inside.filter(({ name, kind }) => kind === "file" && /\.txt$/i.test(name));
    check(files.length > 0, () => `${path}: has no .txt file, expected the texts of the class ${label}`);
    leftOut.push(...inside.filter((entry) => !files.includes(entry)).map(passedOver));
    for (const file of files) {
      const text = (await readText(file.path)).trim();
      check(text !== "", () => `${file.path}: is empty, expected a text`);
      texts.push({ text, label });
    }
  }
  return { texts, notes: leftOut.length === 0 ? [] : [`left out ${summarizeLeftOut(leftOut)}: .txt files are read`] };
}

function passedOver({ path, kind }: FolderEntry): LeftOut {
  return { path, kind: kind === "hidden" ? kind : "other" };
}
