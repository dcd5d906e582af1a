/** A piece of a formula as it stands in a doc comment. */
export interface Token {
  readonly kind: "name" | "number" | "superscript" | "sign";
  readonly text: string;
  /** Whether nothing stands between it and the token before: `x[i]` is an entry, `x [i]` a product. */
  readonly isTight: boolean;
}

const patterns = {
  number: /^(\d+(\.\d+)?(e-?\d+)?|[½¼¾])/,
  superscript: /^[⁻⁰¹²³ˣᵀ]+/u,
  name: /^(?!ˣ|ᵀ)\p{L}[\p{L}\p{M}\d]*?(?=[ˣᵀ]|[^\p{L}\p{M}\d]|$)'?/u,
  sign: /^(\.\.\.|\.\.|\+=|.)/u,
} as const satisfies Readonly<Record<Token["kind"], RegExp>>;

/** Cuts a formula into tokens; spaces are no tokens. */
export function tokensOf(formula: string): readonly Token[] {
  const tokens: Token[] = [];
  let isTight = false;
  for (let rest = formula; rest !== "";) {
    const space = /^\s+/.exec(rest)?.[0];
    if (space !== undefined) {
      rest = rest.slice(space.length);
      isTight = false;
      continue;
    }
    const token = firstToken(rest, isTight);
    tokens.push(token);
    rest = rest.slice(token.text.length);
    isTight = true;
  }
  return tokens;
}

function firstToken(text: string, isTight: boolean): Token {
  for (const [kind, pattern] of Object.entries(patterns)) {
    const found = pattern.exec(text)?.[0];
    if (found) return { kind: kind as Token["kind"], text: found, isTight };
  }
  throw new Error(`no token begins "${text}"`);
}
