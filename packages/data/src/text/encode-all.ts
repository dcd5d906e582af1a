import { ndarray } from "@blockzoo/core";
import { packSequences, type Sequences } from "../sequences/sequences.js";
import { encodeText, specialId, type EncodeOptions, type TextOrTokens, type Vocabulary } from "./vocabulary.js";

/** Texts as sequences of ids; an error names the text by its index. */
export function encodeAll(
  vocabulary: Vocabulary,
  texts: readonly TextOrTokens[],
  { name = "texts", ...options }: EncodeOptions = {},
): Sequences {
  const encoded = texts.map((text, index) =>
    ndarray(encodeText(vocabulary, text, { ...options, name: `${name} ${index}` })),
  );
  return packSequences(encoded, { name });
}

/** What sequences of the vocabulary are padded with: its padding token, else 0. */
export function paddingOf(vocabulary: Vocabulary): number {
  return vocabulary.special.padding === undefined ? 0 : specialId(vocabulary, "padding");
}
