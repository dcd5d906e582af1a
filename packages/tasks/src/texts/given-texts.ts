import { decodeUtf8 } from "@blockzoo/data/text";
import { check } from "@blockzoo/core";
import { endingOf, readFile } from "../answers/read-file.js";

/** What `--input` takes for texts. */
export const takesTexts = `a text, such as "a sentence", or a file with a text a line (.txt)`;

/**
 * The texts that an input names: itself, or the lines of a file, of which empty ones are passed over.
 *
 * @throws BlockzooError where the file cannot be read, is no UTF-8 text or has no text
 */
export async function givenTexts(input: string): Promise<readonly string[]> {
  if (endingOf(input) !== ".txt") {
    check(input.trim() !== "", () => "--input is empty, expected a text");
    return [input];
  }
  const lines = decodeUtf8(await readFile(input), { name: input }).split(/\r\n|\n|\r/);
  const texts = lines.filter((line) => line.trim() !== "");
  check(texts.length > 0, () => `${input}: is empty, expected a text in each line`);
  return texts;
}
