import type { Vocabulary } from "@blockzoo/data/text";

/** The 65 characters of "Tiny Shakespeare", in the order of their codes. */
export const shakespeareVocabulary: Vocabulary = {
  tokenizer: "characters",
  tokens: Array.from("\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
  special: {},
};
