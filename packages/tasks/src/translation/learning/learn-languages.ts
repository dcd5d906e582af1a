import {
  buildVocabulary,
  encodeText,
  type BuildVocabularyOptions,
  type TextPair,
  type Vocabulary,
} from "@blockzoo/data/text";
import type { Languages } from "../languages.js";

/** How many wordpieces each language has at most, and how often each is there at least: see `buildVocabulary`. */
export type LearnLanguagesOptions = Required<Pick<BuildVocabularyOptions, "maxSize" | "minCount">> &
  Pick<BuildVocabularyOptions, "lowercase">;

/**
 * Wordpieces of both sides of pairs. Signs that are too rare are unknown: where none is, a network does not learn what that means.
 *
 * @example const languages = learnLanguages(train, { maxSize: 1000, minCount: 5 });
 */
export function learnLanguages(pairs: readonly TextPair[], options: LearnLanguagesOptions): Languages {
  const special = { padding: "<padding>", unknown: "<unknown>", end: "<end>" };
  const pieces = (side: keyof TextPair, roles: Vocabulary["special"]) => {
    const texts = pairs.map((pair) => pair[side]);
    return buildVocabulary(texts, { ...options, tokenizer: "wordpieces", special: roles });
  };
  const source = pieces("source", special);
  const lengths = pairs.map((pair) => encodeText(source, pair.source, { ends: true }).length);
  return {
    source,
    target: pieces("target", { ...special, begin: "<begin>" }),
    longest: lengths.reduce((most, length) => Math.max(most, length), 0),
  };
}
