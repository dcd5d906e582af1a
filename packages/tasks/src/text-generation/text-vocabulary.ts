import { check, parseRecord } from "@blockzoo/core";
import { encodeText, parseVocabulary, specialId, type Vocabulary } from "@blockzoo/data/text";

/** What weights say that write: which token each class is. */
export interface TextVocabulary {
  readonly vocabulary: Vocabulary;
}

/** @throws BlockzooError where a value of unknown origin is not what networks that write need to know */
export function parseTextVocabulary(value: unknown, where: string): TextVocabulary {
  const { vocabulary } = parseRecord(value, where);
  return { vocabulary: parseVocabulary(vocabulary, { name: `${where}: vocabulary` }) };
}

/**
 * The token behind which a text begins: the begin token of a vocabulary, else the end of a line, as a text begins as a line does.
 *
 * @throws BlockzooError where the vocabulary has neither
 */
export function tokenBeforeText(vocabulary: Vocabulary): number {
  if (vocabulary.special.begin !== undefined) return specialId(vocabulary, "begin");
  const lineEnd = vocabulary.tokens.indexOf("\n");
  check(
    lineEnd >= 0,
    () =>
      "an empty text has nothing to go on from: the vocabulary has no begin token and no end of a line, give a first token",
  );
  return lineEnd;
}

/**
 * The tokens that a network reads before it goes on: those of the prompt, behind the begin token where the vocabulary has one;
 * {@link tokenBeforeText} where there would be none.
 *
 * @throws BlockzooError where a token of the prompt is not in the vocabulary
 */
export function promptTokens(vocabulary: Vocabulary, prompt: string): Int32Array<ArrayBuffer> {
  const tokens = encodeText(vocabulary, prompt, { name: "prompt" });
  if (tokens.length > 0 && vocabulary.special.begin === undefined) return tokens;
  return Int32Array.from([tokenBeforeText(vocabulary), ...tokens]);
}
