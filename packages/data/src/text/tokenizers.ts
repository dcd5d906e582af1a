/** How text is cut into tokens, by name, so that a vocabulary can say it as data. */
export type TokenizerName = "characters" | "words" | "whitespace" | "wordpieces";

/** Cuts text into tokens, and puts tokens together as text. */
export interface Tokenizer {
  split(text: string): string[];
  join(tokens: readonly string[]): string;
}

const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

/** What stands right behind the word before it, and right before the next one, when words are put together. */
const CLOSING = / ([.,;:!?…%)\]}»”])/gu;
const OPENING = /([¿¡([{«“]) /gu;

/** Stands in pieces of words where a text, or a part of it behind a space, begins. */
const SPACE = "▁";

const PIECED = /▁?[\p{L}\p{M}\p{N}]+|▁?[^▁\p{L}\p{M}\p{N}]|▁/gu;

const LEADING = /^▁/;

/**
 * The tokenizers: `characters` are code points; `words` are runs of letters and digits, apostrophes within them, and every
 * other sign by itself; `whitespace` takes what stands between spaces, tabs and line ends, for text that is cut already.
 *
 * `wordpieces` are parts of words, which a vocabulary has by name. Here text is cut only so far as no piece goes: into runs of
 * letters and digits and single signs, with `▁` in the place of the space before each. Put together they are the very text;
 * only a `▁` of its own becomes a space.
 */
export const tokenizers = {
  characters: {
    split: (text) => Array.from(text),
    join: (tokens) => tokens.join(""),
  },
  words: {
    split: (text) => text.match(WORDS) ?? [],
    join: (tokens) => tokens.join(" ").replace(CLOSING, "$1").replace(OPENING, "$1"),
  },
  whitespace: {
    // Not every white space: the tokens of a treebank may have spaces in them that do not break.
    split: (text) => text.split(/[ \t\r\n]+/).filter((token) => token !== ""),
    join: (tokens) => tokens.join(" "),
  },
  wordpieces: {
    split: (text) => (text === "" ? [] : `${SPACE}${text.replaceAll(" ", SPACE)}`.match(PIECED)!),
    join: (tokens) => tokens.join("").replace(LEADING, "").replaceAll(SPACE, " "),
  },
} as const satisfies Readonly<Record<TokenizerName, Tokenizer>>;
