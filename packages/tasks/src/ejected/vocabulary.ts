// How text becomes the numbers that the network knows, and back.

/** What `vocabulary.json` holds: the tokens in the order of their numbers, and how text is cut into them. */
export interface VocabularyFile {
  readonly tokenizer: "characters" | "words" | "whitespace" | "wordpieces";
  readonly lowercase?: boolean;
  readonly tokens: readonly string[];
  readonly special: Readonly<Partial<Record<"padding" | "unknown" | "begin" | "end" | "blank", string>>>;
}

const tokenizers = {
  characters: {
    split: (text: string) => Array.from(text),
    join: (tokens: readonly string[]) => tokens.join(""),
  },
  words: {
    split: (text: string) => text.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu) ?? [],
    join: (tokens: readonly string[]) =>
      tokens
        .join(" ")
        .replace(/ ([.,;:!?…%)\]}»”])/gu, "$1")
        .replace(/([¿¡([{«“]) /gu, "$1"),
  },
  whitespace: {
    split: (text: string) => text.split(/[ \t\r\n]+/).filter((token) => token !== ""),
    join: (tokens: readonly string[]) => tokens.join(" "),
  },
  wordpieces: {
    split: (text: string) =>
      text === "" ? [] : `▁${text.replaceAll(" ", "▁")}`.match(/▁?[\p{L}\p{M}\p{N}]+|▁?[^▁\p{L}\p{M}\p{N}]|▁/gu)!,
    join: (tokens: readonly string[]) => tokens.join("").replace(/^▁/, "").replaceAll("▁", " "),
  },
};

export class Vocabulary {
  readonly #file: VocabularyFile;
  readonly #ids: ReadonlyMap<string, number>;

  constructor(file: VocabularyFile) {
    this.#file = file;
    this.#ids = new Map(file.tokens.map((token, id) => [token, id]));
  }

  /** The number of a token; undefined where there is none. */
  idOf(token: string | undefined): number | undefined {
    return token === undefined ? undefined : this.#ids.get(token);
  }

  /** The number of the token that begins a text, or ends one; undefined where there is none. */
  special(role: "begin" | "end"): number | undefined {
    return this.idOf(this.#file.special[role]);
  }

  /** The numbers of the tokens of a text. */
  encode(text: string): number[] {
    const { tokenizer, lowercase = false, special } = this.#file;
    const cut = tokenizers[tokenizer].split((lowercase ? text.toLowerCase() : text).normalize("NFC"));
    const tokens = tokenizer === "wordpieces" ? cut.flatMap((word) => this.#pieces(word)) : cut;
    return tokens.map((token) => {
      const id = this.idOf(token) ?? this.idOf(special.unknown);
      if (id === undefined)
        throw new Error(`"${token}" is none of the ${this.#ids.size} tokens that the network knows`);
      return id;
    });
  }

  /** The text of tokens up to the one that ends it; those that are no text are left out. */
  decode(ids: readonly number[]): string {
    const { tokenizer, tokens, special } = this.#file;
    const end = ids.findIndex((id) => tokens[id] === special.end);
    const texts = ids.slice(0, end < 0 ? undefined : end).map((id) => tokens[id]!);
    const silent = [special.padding, special.begin, special.blank];
    return tokenizers[tokenizer].join(texts.filter((token) => !silent.includes(token)));
  }

  /** From the start of a word the longest piece that there is, and so on behind it. */
  #pieces(word: string): string[] {
    if (word === "") return [];
    const signs = Array.from(word);
    for (let end = signs.length; end > 1; end--) {
      const piece = signs.slice(0, end).join("");
      if (this.#ids.has(piece)) return [piece, ...this.#pieces(signs.slice(end).join(""))];
    }
    return [signs[0]!, ...this.#pieces(signs.slice(1).join(""))];
  }
}
