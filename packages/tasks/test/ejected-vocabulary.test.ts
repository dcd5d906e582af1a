// Programs that stand alone cut text into tokens, and put tokens together, as this project does.
import { RandomStream } from "@blockzoo/core";
import { buildVocabulary, decodeText, encodeText, type Vocabulary } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { Vocabulary as Ejected } from "../src/ejected/vocabulary.js";

const sentences = [
  "¿Dónde está «Tom»?",
  'He didn\'t say: "no (never)", did he?',
  "  two  spaces,\ttabs\nand lines ",
  "Ünïcödé 東京 and 🦓🦓 l’été",
  "",
];
const special = { padding: "<pad>", unknown: "<?>", begin: "<s>", end: "</s>" };
const vocabularies: readonly Vocabulary[] = [
  buildVocabulary(sentences, { tokenizer: "characters" }),
  buildVocabulary(sentences, { tokenizer: "characters", special: { begin: "<s>" } }),
  buildVocabulary(sentences, { tokenizer: "words", lowercase: true, special }),
  buildVocabulary(sentences, { tokenizer: "whitespace", special, maxSize: 12 }),
  buildVocabulary(sentences, { tokenizer: "wordpieces", special, maxSize: 70 }),
];

describe.each(vocabularies)("a vocabulary of $tokenizer", (vocabulary) => {
  const ejected = new Ejected(vocabulary);

  it("has the same tokens for a text", () => {
    for (const sentence of [...sentences, ...sentences.map((each) => each.slice(3)), sentences.join(" ")]) {
      expect(ejected.encode(sentence)).toEqual([...encodeText(vocabulary, sentence)]);
    }
    // However a letter with an accent was typed.
    expect(ejected.encode("Do\u0301nde")).toEqual([...encodeText(vocabulary, "Dónde")]);
  });

  it("has the same text for tokens, to the one that ends it", () => {
    const stream = new RandomStream(0, vocabulary.tokenizer);
    for (let length = 0; length < 30; length++) {
      const ids = Array.from({ length }, () => stream.integer(vocabulary.tokens.length));
      expect(ejected.decode(ids)).toBe(decodeText(vocabulary, ids));
    }
  });
});

describe("a token that is not known", () => {
  it("is named, or becomes the one for such", () => {
    const [first, , words] = vocabularies as [Vocabulary, Vocabulary, Vocabulary];
    expect(() => new Ejected(first).encode("ꙮ")).toThrow('"ꙮ" is none of the');
    expect(new Ejected(words).encode("he ꙮ")).toEqual([...encodeText(words, "he ꙮ")]);
  });
});
