import { check } from "@blockzoo/core";
import { mostFrequent } from "./most-frequent.js";
import type { TokenizerName } from "./tokenizers.js";
import { cutText, specialRoles, type TextOrTokens, type Vocabulary } from "./vocabulary.js";
import { learnWordpieces } from "./wordpieces/learn-wordpieces.js";

/** How {@link buildVocabulary} chooses tokens. */
export interface BuildVocabularyOptions {
  /** `words` by default. */
  readonly tokenizer?: TokenizerName;
  /** Whether letters are made small. Default false. */
  readonly lowercase?: boolean;
  /** The special tokens, none by default. They come first, in the order padding, unknown, begin, end, blank. */
  readonly special?: Vocabulary["special"];
  /** How often a token must be in the texts, 1 by default. */
  readonly minCount?: number;
  /**
   * The number of tokens, with the special ones; without a bound by default. The most frequent are kept. Wordpieces need
   * it: they grow until there are so many.
   */
  readonly maxSize?: number;
}

/**
 * Takes the tokens of texts into a vocabulary: the most frequent first, equally frequent ones in the order of their code
 * units, so that the same texts always give the same ids. Wordpieces are learned: see `learnWordpieces`.
 *
 * @example
 * const characters = buildVocabulary([text], { tokenizer: "characters" });
 * const words = buildVocabulary(sentences, { lowercase: true, minCount: 2, special: { padding: "<padding>", unknown: "<unknown>" } });
 * const parts = buildVocabulary(sentences, { tokenizer: "wordpieces", maxSize: 1000 });
 */
export function buildVocabulary(
  texts: Iterable<TextOrTokens>,
  { tokenizer = "words", lowercase, special = {}, minCount = 1, maxSize = Infinity }: BuildVocabularyOptions = {},
): Vocabulary {
  const rules = { tokenizer, ...(lowercase !== undefined && { lowercase }) };
  const first = specialRoles.flatMap((role) => special[role] ?? []);
  check(
    new Set(first).size === first.length,
    () => `vocabulary: special tokens must differ, found ${JSON.stringify(special)}`,
  );
  check(
    maxSize > first.length,
    () => `vocabulary: maxSize ${maxSize} leaves no place beside ${first.length} special tokens`,
  );
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of cutText(rules, text)) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  for (const token of first) counts.delete(token);
  const size = maxSize - first.length;
  const tokens =
    tokenizer === "wordpieces"
      ? learnWordpieces(counts, { minCount, size })
      : mostFrequent(counts, minCount).slice(0, size);
  check(tokens.length > 0, () => `vocabulary: the texts have no token that is there ${minCount} times`);
  return { ...rules, tokens: [...first, ...tokens], special };
}
