import { RandomStream } from "@blockzoo/core";
import {
  buildVocabulary,
  decodeText,
  encodeText,
  parseVocabulary,
  tokenize,
  type Vocabulary,
} from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";

const special = { padding: "<padding>", unknown: "<unknown>", end: "<end>" };

/** Learns as many pieces as fit beside the special tokens. */
function learned(texts: readonly string[], size: number, options: { minCount?: number; lowercase?: boolean } = {}) {
  return buildVocabulary(texts, { tokenizer: "wordpieces", maxSize: size, ...options });
}

function textsOf(alphabet: readonly string[], count: number, seed: number): string[] {
  const stream = new RandomStream(seed, "texts");
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + stream.integer(12) }, () => alphabet[stream.integer(alphabet.length)]).join(""),
  );
}

/** Letters of two bytes and of four, marks, digits, signs, and spaces more often. */
const alphabet = ["a", "b", "c", "é", "😀", "𝒳", "7", "!", "¿", "\n", "\t", " ", " "];

describe("wordpieces", () => {
  it("give back any text of their alphabet, its spaces too", () => {
    const vocabulary = learned(textsOf(alphabet, 300, 0), 60);
    for (const text of ["", " ", "  a  b ", "a!b", "¿a 7é?".replace("?", "!"), ...textsOf(alphabet, 300, 1)]) {
      expect(decodeText(vocabulary, encodeText(vocabulary, text))).toBe(text);
    }
  });

  it("are the longest that begin where the one before ends", () => {
    const vocabulary = learned(textsOf(["a", "b", " "], 200, 2), 30);
    const longestFirst = vocabulary.tokens.toSorted((a, b) => b.length - a.length);
    const byBruteForce = (text: string): string[] => {
      if (text === "") return [];
      const piece = longestFirst.find((token) => text.startsWith(token))!;
      return [piece, ...byBruteForce(text.slice(piece.length))];
    };
    for (const text of textsOf(["a", "b"], 200, 3)) {
      expect(tokenize(vocabulary, text)).toEqual(byBruteForce(`▁${text}`));
    }
  });

  it("do not go from letters to signs, nor from word to word", () => {
    const { tokens } = learned(
      Array.from({ length: 50 }, () => "no no, no."),
      12,
    );
    expect(tokens).toContain("▁no");
    expect(tokens.filter((token) => token.length > 1 && !/^▁?(n|o|no|,|\.)$/.test(token))).toEqual([]);
  });

  it("grow where they make the text most likely", () => {
    const words = ["abab", "ab", "cab", "cc", "caac", "aaaa", "ccc"];
    for (let size = 4; size < 10; size++) {
      const before = learned(words, size).tokens;
      const after = learned(words, size + 1).tokens;
      const likelihoods = candidates(words, before).map((piece) => logLikelihood(words, [...before, piece]));
      expect(after).toHaveLength(size + 1);
      expect(logLikelihood(words, after)).toBeCloseTo(Math.max(...likelihoods), 9);
      expect(logLikelihood(words, after)).toBeGreaterThan(logLikelihood(words, before));
    }
  });

  it("are the same for the same texts, signs first, then as they were made", () => {
    const texts = textsOf(["a", "b", "c", " "], 100, 4);
    expect(learned(texts, 40)).toEqual(learned(texts, 40));
    expect(learned(texts, 40).tokens.slice(0, 20)).toEqual(learned(texts, 20).tokens);
    expect(learned(["ba ba ba ba"], 5).tokens).toEqual(["a", "b", "▁", "ba", "▁ba"]);
  });

  it("stop where no pair is frequent, and leave rare signs out", () => {
    const { tokens } = learned(["aab aab", "x"], 100, { minCount: 2 });
    expect(tokens).toContain("▁aab");
    expect(tokens).not.toContain("x");
    expect(learned(["ab"], 2).tokens).toHaveLength(2);
  });

  it("give unknown signs an id where there is one, and are told of them where there is none", () => {
    const open = buildVocabulary(["casa cosa"], { tokenizer: "wordpieces", maxSize: 12, special });
    expect(tokenize(open, "cañas")).toEqual(expect.arrayContaining(["ñ"]));
    expect(decodeText(open, encodeText(open, "cañas"))).toBe("ca<unknown>as");
    const strict = learned(["casa cosa"], 12);
    expect(() => encodeText(strict, "ñ", { name: "x.txt" })).toThrow('x.txt: token 1, "ñ", is not among the');
  });

  it("make small letters and composed ones of others, and a space of a mark", () => {
    const vocabulary = learned(["él él"], 6, { lowercase: true });
    expect(decodeText(vocabulary, encodeText(vocabulary, "E\u0301L▁l"))).toBe("él l");
  });

  it("read nothing as a special token, which no text has", () => {
    const vocabulary: Vocabulary = {
      tokenizer: "wordpieces",
      tokens: ["end", "▁", "e", "n", "d", "▁e"],
      special: { end: "end" },
    };
    expect(tokenize(vocabulary, "end")).toEqual(["▁e", "n", "d"]);
    expect(decodeText(vocabulary, encodeText(vocabulary, "end", { ends: true }))).toBe("end");
  });

  it("are plain data, of any length of word, and show what does not begin a word without a space", () => {
    const vocabulary = learned(["abc abd"], 9);
    expect(parseVocabulary(JSON.parse(JSON.stringify(vocabulary)))).toEqual(vocabulary);
    expect(tokenize(vocabulary, "a".repeat(100_000))).toHaveLength(100_001);
    expect(decodeText(vocabulary, [...encodeText(vocabulary, "abc")].slice(1))).not.toMatch(/^ /);
  });

  it("need to be told how many there shall be", () => {
    expect(() => buildVocabulary(["a"], { tokenizer: "wordpieces" })).toThrow("wordpieces need a maxSize");
    expect(() => learned([""], 9)).toThrow("no token that is there 1 times");
  });
});

/** What two neighbours make, in the words as the pieces cut them by joining in their order. */
function candidates(words: readonly string[], pieces: readonly string[]): string[] {
  const cut = words.map((word) => joinedInOrder(word, pieces));
  return [...new Set(cut.flatMap((units) => units.slice(1).map((unit, place) => units[place]! + unit)))].filter(
    (piece) => !pieces.includes(piece),
  );
}

/** Of independent pieces, Σ n log (n / N). */
function logLikelihood(words: readonly string[], pieces: readonly string[]): number {
  const units = words.flatMap((word) => joinedInOrder(word, pieces));
  const counts = new Map<string, number>();
  for (const unit of units) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + count * Math.log(count / units.length), 0);
}

/** A word in signs, of which pairs become each piece, one after the other. */
function joinedInOrder(word: string, pieces: readonly string[]): string[] {
  let units = Array.from(`▁${word}`);
  for (const piece of pieces) {
    const after: string[] = [];
    for (let place = 0; place < units.length; place++) {
      const isPair = place + 1 < units.length && [units[place], units[place + 1]].join("") === piece;
      after.push(isPair ? piece : units[place]!);
      if (isPair) place++;
    }
    units = after;
  }
  return units;
}
