import { check } from "@blockzoo/core";
import { readTextPairs } from "@blockzoo/data/node";
import { splitTextPairs } from "@blockzoo/data/text";
import type { Lesson, LessonOptions } from "@blockzoo/family";
import type { Languages } from "../languages.js";
import { learnLanguages } from "./learn-languages.js";
import { translationRecipe, type TranslationVariant } from "./translation-recipe.js";

/** So many that some are held out and some learned from. */
const fewestSources = 10;
/** A tenth is held out, and no more than so many. */
const mostHeldOut = 500;
/** Of either side: a batch is as long as its longest. */
const mostCharacters = 400;
const defaults = { batchSize: 64, learningRate: 2e-3, epochs: 10, leastSteps: 1000 };

/**
 * Pairs of a user's own, one a line with a tab between: see `parseTextPairs`. Some sources are held out with all their pairs, and
 * of the others wordpieces are learned, up to 2,000 for each language.
 */
export async function lesson(path: string, { seed, note }: LessonOptions): Promise<Lesson<Languages>> {
  const read = await readTextPairs(path);
  const pairs = read.filter(({ source, target }) => Math.max(source.length, target.length) <= mostCharacters);
  const sources = new Set(pairs.map(({ source }) => source)).size;
  check(
    sources >= fewestSources,
    () => `${path}: has ${sources} different sources, expected ${fewestSources} or more, some to be held out`,
  );
  const heldOut = Math.min(mostHeldOut, Math.ceil(sources / 10));
  const { train, test } = splitTextPairs(pairs, { heldOut, seed });
  const meaning = learnLanguages(train, { maxSize: 2000, minCount: 2 });
  const leftOut = read.length - pairs.length;
  if (leftOut > 0) note(`note: ${path}: ${leftOut} pairs with more than ${mostCharacters} characters are left out`);
  note(
    `note: ${path}: learning from ${train.length} pairs, ${test.length} are held out; ` +
      `${meaning.source.tokens.length} and ${meaning.target.tokens.length} tokens`,
  );
  return {
    meaning,
    recipe(variant, { id, batchSize = defaults.batchSize, learningRate = defaults.learningRate, epochs }) {
      const size = Math.min(batchSize, train.length);
      const enough = Math.max(defaults.epochs, Math.ceil((defaults.leastSteps * size) / train.length));
      return translationRecipe({
        id,
        variant: id,
        claim: `${id} learns ${path}`,
        gate: { metric: "chrf" },
        network: variant as TranslationVariant,
        languages: meaning,
        data: async () => ({ train, test }),
        training: { batchSize: size, learningRate, epochs: epochs ?? enough, buckets: 4, clip: 1 },
        settings: { data: path },
      });
    },
  };
}
