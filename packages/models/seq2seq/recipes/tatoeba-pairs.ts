import type { TextPair } from "@blockzoo/data/text";
import { splitTextPairs, type SplitTextPairs } from "@blockzoo/data/text";

/** Of a sentence, between spaces. */
const mostWords = 6;
const heldOut = 500;

/** Of the wordpieces of each language, which are learned of the pairs to learn from: see src/spanish-english.ts. */
export const languageOptions = { maxSize: 1000, minCount: 5, lowercase: true };

/** What is read and how it is dealt out, for the settings of recipes. */
export const description = `Spanish to English, Tatoeba, both of up to ${mostWords} words; 500 sources held out`;

/**
 * Spanish sentences and their English translations, as they are collected by Tatoeba: the short ones. 500 Spanish sentences
 * are held out with all their translations, the same for all seeds, so that vocabularies can be learned of the others once.
 *
 * @param folder holds `tatoeba/spa-eng.zip`; `BLOCKZOO_DATA` by default
 */
export async function spanishEnglishPairs(folder?: string): Promise<SplitTextPairs> {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { tatoeba } = await import("@blockzoo/data/node");
  const collected = await tatoeba({ language: "spa", ...(folder !== undefined && { folder }) });
  const pairs = collected.map(({ source, target }) => ({ source: target, target: source }));
  return splitTextPairs(pairs.filter(isShort), { heldOut });
}

function isShort({ source, target }: TextPair): boolean {
  return [source, target].every((text) => text.split(/\s+/).length <= mostWords);
}
