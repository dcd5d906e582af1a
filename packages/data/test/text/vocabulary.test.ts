import {
  buildVocabulary,
  decodeText,
  decodeTokens,
  encodeText,
  parseVocabulary,
  specialId,
  tokenize,
  type Vocabulary,
} from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";

const special = { padding: "<padding>", unknown: "<unknown>", begin: "<begin>", end: "<end>" };

/** Cuts without knowing any token. */
const by = (tokenizer: Vocabulary["tokenizer"], lowercase = false): Vocabulary => ({
  tokenizer,
  lowercase,
  tokens: [],
  special: {},
});

describe("tokenize", () => {
  it("takes code points, in the form in which they are one", () => {
    expect(tokenize(by("characters"), "né😀\n")).toEqual(["n", "é", "😀", "\n"]);
    expect(tokenize(by("characters"), "ne\u0301")).toEqual(["n", "é"]);
  });

  it("takes words, with every other sign by itself", () => {
    expect(tokenize(by("words", true), "¿Qué  pasó?\tDon't\u00a0(stop) 3.5_a")).toEqual([
      "¿",
      "qué",
      "pasó",
      "?",
      "don't",
      "(",
      "stop",
      ")",
      "3",
      ".",
      "5",
      "_",
      "a",
    ]);
    expect(tokenize(by("words"), " \n")).toEqual([]);
    expect(tokenize(by("words"), "नमस्ते 世界")).toEqual(["नमस्ते", "世界"]);
  });

  it("takes what stands between spaces", () => {
    expect(tokenize(by("whitespace"), " The -LRB- 8\u00a01\\/2\r\nend ")).toEqual([
      "The",
      "-LRB-",
      "8\u00a01\\/2",
      "end",
    ]);
  });

  it("leaves tokens that were cut elsewhere as they are, but for their form", () => {
    expect(tokenize(by("words", true), ["New York", "E\u0301a"])).toEqual(["new york", "éa"]);
  });
});

describe("buildVocabulary", () => {
  it("has the special tokens first, then the most frequent, then the order of code units", () => {
    const vocabulary = buildVocabulary(["to be or not to be", ["be", "here"]], { special });
    expect(vocabulary).toEqual({
      tokenizer: "words",
      tokens: ["<padding>", "<unknown>", "<begin>", "<end>", "be", "to", "here", "not", "or"],
      special,
    });
    expect(buildVocabulary(["ba\nab"], { tokenizer: "characters" }).tokens).toEqual(["a", "b", "\n"]);
  });

  it("keeps what is frequent", () => {
    const texts = ["a a a b b c c d"];
    expect(buildVocabulary(texts, { minCount: 2 }).tokens).toEqual(["a", "b", "c"]);
    expect(buildVocabulary(texts, { maxSize: 2 }).tokens).toEqual(["a", "b"]);
    expect(buildVocabulary(texts, { maxSize: 5, minCount: 3, special }).tokens.slice(4)).toEqual(["a"]);
  });

  it("takes an unknown token in the text for what it is", () => {
    const options = { tokenizer: "whitespace", special: { unknown: "<unk>" } } as const;
    const vocabulary = buildVocabulary(["the <unk> cat <unk>"], options);
    expect(vocabulary.tokens).toEqual(["<unk>", "cat", "the"]);
    expect([...encodeText(vocabulary, "the <unk> dog")]).toEqual([2, 0, 0]);
  });

  it("says what cannot be", () => {
    expect(() => buildVocabulary(["a"], { special: { begin: "|", end: "|" } })).toThrow("special tokens must differ");
    expect(() => buildVocabulary(["a"], { special, maxSize: 4 })).toThrow("maxSize 4 leaves no place");
    expect(() => buildVocabulary(["a b"], { minCount: 2 })).toThrow("no token that is there 2 times");
    expect(() => buildVocabulary([])).toThrow("no token");
  });
});

describe("encodeText and decodeText", () => {
  const words = buildVocabulary(["¿ Cómo está ( usted ) ? Bien , gracias ."], { special });

  it("are there and back", () => {
    const text = "¿Cómo está (usted)? Bien, gracias.";
    expect(decodeText(words, encodeText(words, text))).toBe(text);
    expect(decodeText(words, encodeText(words, text, { ends: true }))).toBe(text);
    const characters = buildVocabulary([text], { tokenizer: "characters" });
    expect(decodeText(characters, encodeText(characters, text))).toBe(text);
    expect(encodeText(characters, text)).toBeInstanceOf(Int32Array);
  });

  it("add the ends that there are", () => {
    const [begin, end] = [specialId(words, "begin"), specialId(words, "end")];
    const [bien] = encodeText(words, "Bien");
    expect([...encodeText(words, "Bien", { ends: true })]).toEqual([begin, bien, end]);
    const { begin: _, ...others } = special;
    expect(encodeText({ ...words, special: others }, "Bien", { ends: true })).toHaveLength(2);
  });

  it("leave out padding, begin and blank tokens, and what is behind the end", () => {
    const vocabulary: Vocabulary = {
      tokenizer: "characters",
      tokens: ["_", "^", "$", "-", "a", "b"],
      special: { padding: "_", begin: "^", end: "$", blank: "-" },
    };
    expect(decodeTokens(vocabulary, [1, 4, 3, 3, 5, 0, 2, 4, 99])).toEqual(["a", "b"]);
    expect(() => decodeText(vocabulary, [4, 6])).toThrow("id 6 at place 1 is no token, the vocabulary has 0 to 5");
    expect(() => decodeText(vocabulary, [-1])).toThrow("id -1 at place 0");
  });

  it("give unknown tokens an id where there is one, and are told of them where there is none", () => {
    expect([...encodeText(words, "Bien hecho")].at(-1)).toBe(specialId(words, "unknown"));
    const strict = buildVocabulary(["abc"], { tokenizer: "characters" });
    expect(() => encodeText(strict, "abñ", { name: "x.txt" })).toThrow(
      'x.txt: token 2, "ñ", is not among the 3 of the vocabulary, which has no unknown token',
    );
    expect(() => specialId(strict, "padding")).toThrow("has no padding token, its special tokens are none");
  });

  it("refuse text that reads like a special token", () => {
    const vocabulary = buildVocabulary(["a b"], { tokenizer: "whitespace", special });
    expect(() => encodeText(vocabulary, "a <padding> b")).toThrow('token 1, "<padding>", reads like a special token');
  });

  it("refuse a special token that is not among the tokens", () => {
    const vocabulary: Vocabulary = {
      tokenizer: "words",
      tokens: ["a"],
      special: { padding: "<padding>", unknown: "?" },
    };
    expect(() => specialId(vocabulary, "padding")).toThrow('"<padding>" is not among its tokens');
    expect(() => encodeText(vocabulary, "b")).toThrow('"?" is not among its tokens');
  });
});

describe("parseVocabulary", () => {
  const good = buildVocabulary(["a b"], { lowercase: true, special });
  const parse = (change: object) => parseVocabulary({ ...good, ...change }, { name: "net.json: vocabulary" });

  it("reads what was written as JSON", () => {
    expect(parseVocabulary(JSON.parse(JSON.stringify(good)))).toEqual(good);
    const plain: Vocabulary = { tokenizer: "characters", tokens: ["a"], special: {} };
    expect(parseVocabulary(plain)).toEqual(plain);
  });

  it.each<[string, object, string]>([
    ["an unknown field", { size: 2 }, ".size: is not known, expected tokenizer, lowercase, tokens and special"],
    [
      "an unknown tokenizer",
      { tokenizer: "bpe" },
      '.tokenizer: is "bpe", expected one of characters, words, whitespace, wordpieces',
    ],
    ["no tokenizer", { tokenizer: undefined }, ".tokenizer: is missing"],
    ["an inherited name", { tokenizer: "constructor" }, '.tokenizer: is "constructor"'],
    ["lowercase that is no flag", { lowercase: 1 }, ".lowercase: is 1, expected true or false"],
    ["no list", { tokens: { 0: "a" } }, '.tokens: is {"0":"a"}, expected an array'],
    ["a token that is no text", { tokens: ["a", 5] }, ".tokens[1]: is 5, expected a text"],
    ["an empty token", { tokens: [""] }, '.tokens[0]: is "", expected a text'],
    ["a token twice", { tokens: ["a", "b", "a"] }, '.tokens[2]: is "a", as is [0]'],
    ["no special tokens", { special: null }, ".special: is null, expected an object"],
    ["an unknown role", { special: { mask: "a" } }, ".special.mask: is not known, expected padding, unknown"],
    ["a special token that is none", { special: { end: "z" } }, '.special.end: is "z", which is not among the tokens'],
    ["one token with two roles", { special: { begin: "a", end: "a" } }, ".special: two roles have one token"],
  ])("refuses %s", (_, change, message) => {
    expect(() => parse(change)).toThrowError(expect.objectContaining({ name: "BlockzooError" }));
    expect(() => parse(change)).toThrow(`net.json: vocabulary${message}`);
  });

  it("refuses what is no object, and shows little of it", () => {
    expect(() => parseVocabulary(["a"])).toThrow('vocabulary: is ["a"], expected an object');
    expect(() => parseVocabulary("x".repeat(1000))).toThrow(/^vocabulary: is "x{59}\.\.\., expected an object$/);
  });
});
