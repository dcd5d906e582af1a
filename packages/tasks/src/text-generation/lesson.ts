import { check } from "@blockzoo/core";
import { readText } from "@blockzoo/data/node";
import { buildVocabulary } from "@blockzoo/data/text";
import type { Lesson, LessonOptions } from "@blockzoo/family";
import { splitText, textRecipe } from "./learning.js";
import type { TextVocabulary } from "./text-vocabulary.js";

/** As in A. Karpathy's char-rnn. */
const window = 50;
/** In all: what is held out then fills a window. */
const fewestCharacters = 1000;
/** So many rows at most, and so many windows at least to each. */
const [mostRows, fewestWindows] = [32, 5];
/** What a text of any size is read: at least so many batches, at least so many times. */
const [fewestSteps, fewestEpochs] = [2000, 5];

/**
 * A text of a user's own, character by character: the first nine tenths are learned, the last tenth is held out. The
 * characters of all of it are those that the network knows.
 *
 * @param path a file of UTF-8 text with 1,000 characters or more
 * @throws BlockzooError where the file is no such text
 */
export async function textLesson(path: string, { note }: LessonOptions): Promise<Lesson<TextVocabulary>> {
  const text = (await readText(path)).normalize("NFC");
  const parts = splitText(text);
  const [learned, held] = [parts.train, parts.test].map((part) => Array.from(part).length) as [number, number];
  check(
    learned + held >= fewestCharacters,
    () => `${path}: has ${learned + held} characters, expected at least ${fewestCharacters}: give a longer text`,
  );
  const vocabulary = buildVocabulary([text], { tokenizer: "characters" });
  note(
    `note: ${path}: ${learned + held} characters of ${vocabulary.tokens.length} kinds; ` +
      `learning the first ${learned}, the last ${held} are held out`,
  );
  return {
    meaning: { vocabulary },
    recipe(variant, { id, epochs, batchSize, learningRate = 0.01 }) {
      const windows = Math.floor((learned - 1) / window);
      const rows = batchSize ?? Math.max(1, Math.min(mostRows, Math.floor(windows / fewestWindows)));
      check(
        rows <= windows,
        () =>
          `${path}: what is learned are ${windows} windows of ${window} characters, which do not fill a batch of ${rows}: ` +
          `take batches of ${windows} or fewer`,
      );
      const stepsOfEpoch = Math.floor(windows / rows);
      return textRecipe({
        id,
        variant: id,
        claim: `${id} learns ${path}`,
        gate: { metric: "bitsPerCharacter" },
        settings: { data: path },
        network: variant,
        vocabulary,
        text: async () => parts,
        window,
        batchSize: rows,
        epochs: epochs ?? Math.max(fewestEpochs, Math.ceil(fewestSteps / stepsOfEpoch)),
        learningRate,
        validateEvery: stepsOfEpoch,
      });
    },
  };
}
