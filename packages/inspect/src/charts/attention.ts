import { BlockzooError } from "@blockzoo/core";
import { significant } from "../drawing/numbers.js";
import { heading, headingWidth, label, margin, svgDocument, translated } from "../drawing/svg.js";
import { gridSvg } from "./grid.js";
import { rangeOf, type ArrayValue } from "./raster.js";

export interface AttentionOptions {
  readonly title?: string;
  /** What attends, one for each row. Default: their positions. */
  readonly queries?: readonly string[];
  /** What is attended to, one for each column. Default: their positions. */
  readonly keys?: readonly string[];
  /** The most rows and columns, and the most heads, that are drawn, within what keeps the file small. Default 64 and 8. */
  readonly maximumTokens?: number;
  readonly maximumHeads?: number;
}

/** What all heads may hold together, so that the file stays below 300 kB. */
const maximumCells = 8000;

/**
 * Attention weights `[queries, keys]`, or `[heads, queries, keys]`, as an SVG: each row says how one token spreads its
 * attention, and the darker a cell, the more of it. All heads share one scale, from 0 to the largest weight.
 *
 * @throws BlockzooError where the shape is another, or tokens do not match it
 * @example attentionSvg(weights, { queries: ["le", "chat"], keys: ["the", "cat", "</s>"] })
 */
export function attentionSvg(weights: ArrayValue, options: AttentionOptions = {}): string {
  const { title = "Attention", maximumTokens = 64, maximumHeads = 8 } = options;
  const [heads, queries, keys] = weights.shape.length === 2 ? [1, ...weights.shape] : weights.shape;
  if (weights.shape.length < 2 || weights.shape.length > 3) {
    throw new BlockzooError(
      `attentionSvg expects weights [queries, keys] or [heads, queries, keys], got [${weights.shape.join(", ")}]`,
    );
  }
  const shown = Math.min(heads!, maximumHeads);
  const most = Math.min(maximumTokens, Math.floor(Math.sqrt(maximumCells / shown)));
  const rows = named("queries", options.queries, queries!).slice(0, most);
  const columns = named("keys", options.keys, keys!).slice(0, most);
  const largest = Math.max(rangeOf([weights])[1], Number.MIN_VALUE);

  const grids = Array.from({ length: shown }, (_, head) => {
    const cells = rows.flatMap((_row, row) =>
      columns.flatMap((_column, column) => {
        const weight = weights.data[(head * queries! + row) * keys! + column]!;
        // What is next to nothing would be one more element for a blank cell.
        return weight / largest < 0.01 ? [] : { row, column, share: weight / largest, text: weight.toFixed(2) };
      }),
    );
    const cell = { least: 8, most: shown === 1 ? 36 : 20, together: shown === 1 ? 560 : 220 };
    return gridSvg({ rows, columns, cells, rowTitle: "query", columnTitle: "key", cell });
  });
  const across = shown === 1 ? 1 : 2;
  const [width, height] = [grids[0]!.width + 24, grids[0]!.height + (shown === 1 ? 0 : 34)];
  const note = noteOf({
    largest,
    rows: [rows.length, queries!],
    columns: [columns.length, keys!],
    heads: [shown, heads!],
  });
  return svgDocument(
    {
      width: Math.max(across * width - 24 + 2 * margin, headingWidth(title, note)),
      height: 58 + Math.ceil(shown / across) * height + margin,
      title,
      description: `${shown} × ${rows.length} × ${columns.length} attention weights; ${note}`,
    },
    heading(title, note),
    ...grids.map(({ drawing }, head) =>
      translated(
        margin + (head % across) * width,
        58 + Math.floor(head / across) * height,
        ...(shown === 1 ? [drawing] : [label(`head ${head}`, 0, 10), translated(0, 18, drawing)]),
      ),
    ),
  );
}

function named(what: string, names: readonly string[] | undefined, count: number): readonly string[] {
  if (names === undefined) return Array.from({ length: count }, (_, index) => String(index));
  if (names.length === count) return names;
  throw new BlockzooError(
    `attentionSvg: there are ${count} ${what} in the weights, but ${names.length} names for them`,
  );
}

type Part = readonly [shown: number, total: number];

function noteOf({
  largest,
  rows,
  columns,
  heads,
}: {
  largest: number;
  rows: Part;
  columns: Part;
  heads: Part;
}): string {
  const parts = Object.entries({ queries: rows, keys: columns, heads }).flatMap(([what, [shown, total]]) =>
    shown < total ? [`${shown} of ${total} ${what}`] : [],
  );
  return [`largest ${significant(largest)}`, ...parts].join(" · ");
}
