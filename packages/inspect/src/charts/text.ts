import { BlockzooError } from "@blockzoo/core";
import { element, type Markup } from "../drawing/markup.js";
import { thousands } from "../drawing/numbers.js";
import { divergingColor } from "../drawing/palette.js";
import { heading, headingWidth, margin, paint, svgDocument, translated } from "../drawing/svg.js";

export interface TextOptions {
  readonly title?: string;
  /** What -1 and 1 mean. Default `["-1", "1"]`. */
  readonly ends?: readonly [negative: string, positive: string];
  /** The width of a line, in characters. Default 88. */
  readonly columns?: number;
  /** The most characters that are drawn. Default 1600. */
  readonly maximum?: number;
}

const cell = { width: 8, height: 20 } as const;
const textStyle = {
  "font-family": "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  "font-size": 13,
  fill: paint.ink.fill,
};

/**
 * A text whose tokens, characters or words, have a value from -1 to 1 each, as the colour behind them: blue below zero, orange
 * above, and the stronger the further from it. What a hidden unit says along a text is seen by this, or how sure a network was.
 *
 * Reference: Karpathy, Johnson & Fei-Fei 2015, "Visualizing and understanding recurrent networks", figure 2.
 *
 * @param tokens as they follow each other, with their spaces; a line ends at `\n`
 * @param values one for each token; those outside of -1 to 1 count as the nearest end
 * @throws BlockzooError where there is not one value for each token
 * @example textSvg(Array.from("he said \"yes\""), units, { ends: ["outside", "in quotes"] })
 */
export function textSvg(tokens: readonly string[], values: ArrayLike<number>, options: TextOptions = {}): string {
  const { title = "Text", ends = ["-1", "1"], columns = 88, maximum = 1600 } = options;
  if (values.length !== tokens.length) {
    throw new BlockzooError(`textSvg: there are ${tokens.length} tokens, but ${values.length} values for them`);
  }
  const { pieces, rows } = laidOut(beginningOf(tokens, maximum), columns);
  const characters = tokens.reduce((sum, token) => sum + [...token].length, 0);
  const omitted =
    characters > maximum ? ` · the first ${thousands(maximum)} of ${thousands(characters)} characters` : "";
  const note = `blue: ${ends[0]} · orange: ${ends[1]}${omitted}`;
  return svgDocument(
    {
      width: Math.max(columns * cell.width + 2 * margin, headingWidth(title, note)),
      height: 58 + rows * cell.height + margin,
      title,
      description: `${note}. The text: ${pieces.map(({ text }) => text).join("")}`,
    },
    heading(title, note),
    translated(
      margin,
      58,
      ...backgrounds(pieces, values),
      element("g", textStyle, ...pieces.map((piece) => written(piece, values))),
    ),
  );
}

/** A token, or the part of it that stands in one line. */
interface Piece {
  readonly text: string;
  /** Which token it is of. */
  readonly token: number;
  readonly row: number;
  readonly column: number;
  /** In cells. */
  readonly width: number;
}

/** The first tokens, up to so many characters; the last one may be cut. */
function beginningOf(tokens: readonly string[], characters: number): string[] {
  const kept: string[] = [];
  let room = characters;
  for (const token of tokens) {
    if (room <= 0) break;
    const symbols = [...token].slice(0, room);
    kept.push(symbols.join(""));
    room -= symbols.length;
  }
  return kept;
}

/** Where everything stands: words stay whole where a line has room for them. */
function laidOut(tokens: readonly string[], columns: number): { readonly pieces: Piece[]; readonly rows: number } {
  const pieces: Piece[] = [];
  let [row, column] = [0, 0];
  for (const [token, whole] of tokens.entries()) {
    for (const part of whole.split(/(?<=\n)/)) {
      for (const chunk of chunksOf(part, columns)) {
        if (column > 0 && column + chunk.width > columns) [row, column] = [row + 1, 0];
        pieces.push({ ...chunk, token, row, column });
        column += chunk.width;
      }
      if (part.endsWith("\n")) [row, column] = [row + 1, 0];
    }
  }
  return { pieces, rows: row + (column > 0 ? 1 : 0) };
}

/** Pieces that are no wider than a line. */
function chunksOf(part: string, columns: number): { text: string; width: number }[] {
  const chunks: { text: string; width: number }[] = [];
  for (const symbol of part) {
    const last = chunks.at(-1);
    const width = cellsOf(symbol);
    if (last !== undefined && last.width + width <= columns)
      Object.assign(last, { text: last.text + symbol, width: last.width + width });
    else chunks.push({ text: symbol, width });
  }
  return chunks;
}

/** Ideographs and pictures are as wide as two letters. */
function cellsOf(symbol: string): number {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    symbol,
  )
    ? 2
    : 1;
}

/** The colours of a line, neighbours of one colour as one. */
function backgrounds(pieces: readonly Piece[], values: ArrayLike<number>): Markup[] {
  const bars: { row: number; column: number; width: number; fill: string }[] = [];
  for (const { row, column, width, token } of pieces) {
    const fill = divergingColor(placeOf(values[token]!));
    const last = bars.at(-1);
    if (last?.row === row && last.fill === fill) last.width += width;
    else bars.push({ row, column, width, fill });
  }
  return bars.map(({ row, column, width, fill }) =>
    element("rect", {
      x: column * cell.width,
      y: row * cell.height,
      width: width * cell.width,
      height: cell.height - 2,
      fill,
    }),
  );
}

/** Dark on light colours and light on dark ones, whatever the page around. */
function written({ text, token, row, column, width }: Piece, values: ArrayLike<number>): Markup {
  const isDark = Math.abs(2 * placeOf(values[token]!) - 1) > 0.7;
  const visible = text.replace("\n", "↵").replaceAll("\t", "→").replaceAll(" ", "\u00a0");
  const attributes = {
    x: column * cell.width,
    y: row * cell.height + 14,
    fill: isDark ? "#ffffff" : text === "\n" ? paint.muted.fill : undefined,
    // So that a word is as wide as its background in whatever font there is.
    textLength: width > 1 ? width * cell.width : undefined,
  };
  return element("text", attributes, visible);
}

/** From 0 to 1, in 40 steps, which the eye does not tell from more; what is no number counts as 0. */
function placeOf(value: number): number {
  const bounded = Math.min(1, Math.max(-1, Number.isNaN(value) ? 0 : value));
  return Math.round(20 + 20 * bounded) / 40;
}
