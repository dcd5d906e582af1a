import { rowOf, type Formula } from "./formula.js";
import { tokensOf, type Token } from "./tokens.js";

/** What closes each bracket. */
const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "|": "|" };

/** Functions that are written as brackets of their own. */
const bracketed: Readonly<Record<string, readonly [string, string]>> = { floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] };

/** Signs that stand before all of the product behind them. */
const large = new Set(["Σ", "Π"]);

/**
 * Reads a formula as doc comments write it: `y[n,c] = 1/P Σ_p x[n,c,p]`. Brackets right behind a name are indices, `_` and `^`
 * scripts, which may be in parentheses, and `/` divides what stands right before it by what stands right behind.
 *
 * @throws Error where a bracket is not closed
 */
export function parseFormula(text: string): Formula {
  const reader = new Reader(tokensOf(text));
  const formula = reader.row();
  if (reader.next !== undefined) throw new Error(`"${text}": nothing opened what "${reader.next.text}" closes`);
  return formula;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** All up to what closes the bracket around it, or the end. */
  row(until?: string): Formula {
    const pieces: Formula[] = [];
    while (!this.#isClosed(until)) pieces.push(this.#quotient());
    return rowOf(pieces);
  }

  #is(text: string): boolean {
    return this.next?.text === text;
  }

  #isClosed(until: string | undefined): boolean {
    const text = this.next?.text;
    return text === undefined || text === until || (text !== "|" && Object.values(closing).includes(text));
  }

  #take(text?: string): Token {
    const token = this.next;
    if (token === undefined || (text !== undefined && token.text !== text)) {
      throw new Error(`expected "${text ?? "more"}", found ${token === undefined ? "the end" : `"${token.text}"`}`);
    }
    this.#at++;
    return token;
  }

  #quotient(): Formula {
    const numerator = this.#scripted();
    if (!this.#is("/")) return numerator;
    this.#take();
    return { kind: "fraction", numerator: bare(numerator), denominator: bare(this.#denominator()) };
  }

  /** One factor; or all that a sum is of, or that is written without a space: `2σ²`. */
  #denominator(): Formula {
    const isSum = large.has(this.next?.text ?? "");
    const pieces = [this.#scripted()];
    while (isSum ? this.#isFactor() : this.#isFactor() && this.next!.isTight) pieces.push(this.#scripted());
    return rowOf(pieces);
  }

  #isFactor(): boolean {
    const { kind, text } = this.next ?? { kind: "sign", text: "" };
    return kind === "name" || kind === "number" || text === "(";
  }

  /** Something with what stands below and above it, and the arguments that it is applied to. */
  #scripted(): Formula {
    let base = this.#primary();
    const isName = base.kind === "name";
    let below: Formula | undefined;
    let above: Formula | undefined;
    for (;;) {
      const { kind, text, isTight } = this.next ?? { kind: "sign", text: "", isTight: false };
      if (!isTight) break;
      if (text === "_") below = this.#below();
      else if (text === "^") {
        this.#take();
        above = bare(this.#primary());
      } else if (kind === "superscript") above = superscript(this.#take().text);
      else if (text === "[" && isName) {
        const index = bare(this.#fence());
        below = below === undefined ? index : rowOf([below, { kind: "sign", text: "," }, index]);
      } else if (text === "(" && isName) {
        base = rowOf([withScripts(base, below, above), this.#fence()]);
        [below, above] = [undefined, undefined];
      } else break;
    }
    return withScripts(base, below, above);
  }

  /** `_i`, `_i,j`, `_(i + 1)`. */
  #below(): Formula {
    this.#take("_");
    const pieces = [bare(this.#primary())];
    while (this.#is(",") && this.next!.isTight && this.#tokens[this.#at + 1]?.isTight === true) {
      this.#take();
      pieces.push({ kind: "sign", text: "," }, bare(this.#primary()));
    }
    return rowOf(pieces);
  }

  #primary(): Formula {
    const { kind, text } = this.next ?? this.#take();
    if (text in bracketed && this.#tokens[this.#at + 1]?.text === "(") {
      this.#take();
      const [open, close] = bracketed[text]!;
      return { kind: "fence", open, close, body: bare(this.#fence()) };
    }
    if (text in closing) return this.#fence();
    this.#take();
    if (text === "√") return { kind: "root", radicand: bare(this.#scripted()) };
    return kind === "superscript" ? superscript(text) : { kind: large.has(text) ? "sign" : kind, text };
  }

  #fence(): Formula {
    const open = this.#take().text;
    const close = closing[open]!;
    if (open === "[" && this.#is("[")) return this.#matrix();
    const body = this.row(close);
    this.#take(close);
    return { kind: "fence", open, close, body };
  }

  /** `[[0, 1], [1, 0]]`, whose first bracket was taken. */
  #matrix(): Formula {
    const rows: (readonly Formula[])[] = [];
    while (this.#is("[")) {
      rows.push(cellsOf(bare(this.#fence())));
      if (this.#is(",")) this.#take();
    }
    this.#take("]");
    return { kind: "matrix", rows };
  }
}

function withScripts(base: Formula, below: Formula | undefined, above: Formula | undefined): Formula {
  if (below === undefined && above === undefined) return base;
  return { kind: "scripts", base, ...(below && { below }), ...(above && { above }) };
}

/** What is in the parentheses or brackets, where the way it is set says that it belongs together. */
function bare(formula: Formula): Formula {
  return formula.kind === "fence" && (formula.open === "(" || formula.open === "[") ? formula.body : formula;
}

const plainSuperscripts: Readonly<Record<string, string>> = {
  "⁻": "-",
  "⁰": "0",
  "¹": "1",
  "²": "2",
  "³": "3",
  ˣ: "x",
  ᵀ: "T",
};

function superscript(text: string): Formula {
  const plain = Array.from(text, (sign) => plainSuperscripts[sign]!);
  return rowOf(
    plain.map((sign) => ({ kind: /\d/.test(sign) ? "number" : sign === "-" ? "sign" : "name", text: sign })),
  );
}

/** The cells of a row that commas part. */
function cellsOf(row: Formula): readonly Formula[] {
  const cells: Formula[][] = [[]];
  for (const piece of row.kind === "row" ? row.pieces : [row]) {
    if (piece.kind === "sign" && piece.text === ",") cells.push([]);
    else cells.at(-1)!.push(piece);
  }
  return cells.map(rowOf);
}
