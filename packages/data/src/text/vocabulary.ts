import { check } from "@blockzoo/core";
import { tokenizers, type TokenizerName } from "./tokenizers.js";
import { longestPieces, pieces, type Pieces } from "./wordpieces/longest-pieces.js";

/**
 * The tokens that are no text: what sequences are padded with, what stands for tokens that the vocabulary lacks, what begins
 * and ends a sequence, and what separates the labels of a transcription (connectionist temporal classification).
 */
export const specialRoles = ["padding", "unknown", "begin", "end", "blank"] as const;
export type SpecialRole = (typeof specialRoles)[number];

/**
 * The tokens that a network knows, and how text is cut into them. It is plain data: the same in a data set, in the file of
 * a trained network and in JSON; {@link parseVocabulary} checks one that was read.
 */
export interface Vocabulary {
  readonly tokenizer: TokenizerName;
  /** Whether letters are made small before anything else. Default false. */
  readonly lowercase?: boolean;
  /** `tokens[id]`, each once; the special ones are among them. */
  readonly tokens: readonly string[];
  /** Which tokens are special, by what they are for. */
  readonly special: Readonly<Partial<Record<SpecialRole, string>>>;
}

/** A text, or the tokens that it was cut into elsewhere. */
export type TextOrTokens = string | readonly string[];

/**
 * The tokens of a text as the vocabulary has them; they need not be in it. Letters with accents take their composed form
 * (Unicode's NFC), however they were typed.
 */
export function tokenize(vocabulary: Vocabulary, text: TextOrTokens): string[] {
  const words = cutText(vocabulary, text);
  if (vocabulary.tokenizer !== "wordpieces" || typeof text !== "string") return words;
  const known = piecesOf(vocabulary);
  return words.flatMap((word) => longestPieces(word, known));
}

/** A text as its tokenizer cuts it, whatever the tokens are: what vocabularies are built from. */
export function cutText(
  { tokenizer, lowercase = false }: Pick<Vocabulary, "tokenizer" | "lowercase">,
  text: TextOrTokens,
): string[] {
  const normalized = (part: string) => (lowercase ? part.toLowerCase() : part).normalize("NFC");
  return typeof text === "string" ? tokenizers[tokenizer].split(normalized(text)) : text.map(normalized);
}

/** The id of a special token; it is an error when the vocabulary has none. */
export function specialId(vocabulary: Vocabulary, role: SpecialRole): number {
  const token = vocabulary.special[role];
  check(
    token !== undefined,
    () => `vocabulary: has no ${role} token, its special tokens are ${listSpecial(vocabulary)}`,
  );
  const id = idsOf(vocabulary).get(token);
  check(id !== undefined, () => `vocabulary: the ${role} token ${JSON.stringify(token)} is not among its tokens`);
  return id;
}

/** How {@link encodeText} encodes. */
export interface EncodeOptions {
  /** Adds the begin token and the end token, where the vocabulary has them. Default false. */
  readonly ends?: boolean;
  /** What errors call the text, `"text"` by default. */
  readonly name?: string;
}

/**
 * The ids of the tokens of a text.
 *
 * @throws BlockzooError with the token and its place when it is not in the vocabulary and that has no unknown token, or when
 * it reads like a special token
 *
 * @example
 * const vocabulary = buildVocabulary(["to be or not to be"], { tokenizer: "words", special: { unknown: "<unknown>" } });
 * encodeText(vocabulary, "to be here");   // Int32Array [2, 1, 0]
 */
export function encodeText(
  vocabulary: Vocabulary,
  text: TextOrTokens,
  { ends = false, name = "text" }: EncodeOptions = {},
): Int32Array<ArrayBuffer> {
  const { special } = vocabulary;
  const ids = idsOf(vocabulary);
  const unknown = special.unknown === undefined ? undefined : specialId(vocabulary, "unknown");
  const reserved = new Set(specialRoles.flatMap((role) => (role === "unknown" ? [] : (special[role] ?? []))));
  const encoded = tokenize(vocabulary, text).map((token, place) => {
    const id = ids.get(token) ?? unknown;
    check(
      id !== undefined,
      () =>
        `${name}: token ${place}, ${JSON.stringify(token)}, is not among the ${ids.size} of the vocabulary, which has no ` +
        `unknown token: leave it out, or build the vocabulary with special: { unknown: "<unknown>" }`,
    );
    check(
      !reserved.has(token),
      () =>
        `${name}: token ${place}, ${JSON.stringify(token)}, reads like a special token of the vocabulary: rename that`,
    );
    return id;
  });
  const around = (role: "begin" | "end") => (ends && special[role] !== undefined ? [specialId(vocabulary, role)] : []);
  return Int32Array.from([...around("begin"), ...encoded, ...around("end")]);
}

/**
 * The tokens of ids: to the first end token, without padding, begin and blank tokens.
 *
 * @throws BlockzooError with the id and its place when the vocabulary has no such token
 */
export function decodeTokens(vocabulary: Vocabulary, ids: ArrayLike<number>): string[] {
  const { tokens, special } = vocabulary;
  const left = new Set([special.padding, special.begin, special.blank]);
  const decoded: string[] = [];
  for (let place = 0; place < ids.length; place++) {
    const token = tokens[ids[place]!];
    check(
      token !== undefined,
      () => `decode: id ${ids[place]} at place ${place} is no token, the vocabulary has 0 to ${tokens.length - 1}`,
    );
    if (token === special.end) break;
    if (!left.has(token)) decoded.push(token);
  }
  return decoded;
}

/**
 * {@link decodeTokens} as text. Words are put together with spaces, so spaces of the first text are not kept as they were;
 * those between wordpieces are.
 */
export function decodeText(vocabulary: Vocabulary, ids: ArrayLike<number>): string {
  return tokenizers[vocabulary.tokenizer].join(decodeTokens(vocabulary, ids));
}

/** Vocabularies are plain data, so what is looked up in them is kept beside them. */
const idsOf = keptBeside((vocabulary): ReadonlyMap<string, number> => {
  return new Map(vocabulary.tokens.map((token, id) => [token, id]));
});

/** What a text can be cut into: special tokens are no text. */
const piecesOf = keptBeside(({ tokens, special }): Pieces => {
  const none = new Set(Object.values(special));
  return pieces(tokens.filter((token) => !none.has(token)));
});

function keptBeside<Value>(make: (vocabulary: Vocabulary) => Value): (vocabulary: Vocabulary) => Value {
  const kept = new WeakMap<Vocabulary, { readonly value: Value }>();
  return (vocabulary) => {
    const { value } = kept.get(vocabulary) ?? { value: make(vocabulary) };
    kept.set(vocabulary, { value });
    return value;
  };
}

function listSpecial({ special }: Vocabulary): string {
  return (
    Object.entries(special)
      .map(([role, token]) => `${role} ${JSON.stringify(token)}`)
      .join(", ") || "none"
  );
}
