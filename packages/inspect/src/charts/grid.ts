import { element, type Markup } from "../drawing/markup.js";
import { label, paint, seriesColors, translated } from "../drawing/svg.js";
import { fitText, textWidth } from "../drawing/text.js";
import { groupBy } from "../group-by.js";

/** One cell of a table that is drawn. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  /** How dark it is, from 0 to 1. */
  readonly share: number;
  /** Written into it where there is room. */
  readonly text?: string;
}

export interface GridContent {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Cells that are left out stay blank. */
  readonly cells: readonly Cell[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** The side of a cell at most, and of all cells together. */
  readonly cell: { readonly least: number; readonly most: number; readonly together: number };
}

const labelSpace = 110;

/** A table with named rows and columns whose cells are as dark as their values are large. */
export function gridSvg(content: GridContent): {
  readonly drawing: Markup;
  readonly width: number;
  readonly height: number;
} {
  const { rows, columns, cells, rowTitle, columnTitle, cell: limits } = content;
  const longest = Math.max(rows.length, columns.length, 1);
  const cell = Math.max(limits.least, Math.min(limits.most, Math.floor(limits.together / longest)));
  const [rowNames, columnNames] = [rows, columns].map((names) => names.map((name) => fitText(name, 12, labelSpace)));
  const spaceOf = (names: readonly string[]) => Math.max(12, ...names.map((name) => textWidth(name, 12)));
  const [rowSpace, columnSpace] = [spaceOf(rowNames!), spaceOf(columnNames!)];
  const isUpright = columnSpace <= cell;
  const [left, top] = [rowSpace + 32, 20 + (isUpright ? 18 : columnSpace + 18)];
  const [width, height] = [cell * columns.length, cell * rows.length];
  const size = { "font-size": Math.min(12, cell) };
  const drawing = [
    label(columnTitle, left + width / 2, 14, { anchor: "middle", ...paint.muted }),
    label(rowTitle, 0, 0, {
      anchor: "middle",
      ...paint.muted,
      transform: `translate(6 ${top + height / 2}) rotate(-90)`,
    }),
    translated(
      left,
      top,
      ...cellsSvg(cells, cell),
      element("rect", { width, height, ...paint.line }),
      ...rowNames!.map((name, index) => label(name, -8, (index + 0.5) * cell + 4, { anchor: "end", ...size })),
      ...columnNames!.map((name, index) => {
        const middle = (index + 0.5) * cell;
        return isUpright
          ? label(name, middle, -8, { anchor: "middle", ...size })
          : label(name, 0, 0, { ...size, transform: `translate(${middle + 4} -8) rotate(-90)` });
      }),
    ),
  ];
  return { drawing: element("g", {}, ...drawing), width: left + width, height: top + height };
}

/** Squares, one path for all of one darkness, so that a large table is a small file; then what is written in them. */
function cellsSvg(cells: readonly Cell[], side: number): Markup[] {
  // Opacity rather than a mixed colour: the cell then suits light and dark pages.
  const byOpacity = groupBy(cells, ({ share }) => Math.round((0.08 + 0.92 * share) * 100) / 100);
  const squares = [...byOpacity].map(([opacity, members]) =>
    element("path", {
      fill: seriesColors[0],
      "fill-opacity": opacity,
      d: members.map(({ row, column }) => `M${column * side} ${row * side}h${side}v${side}h-${side}z`).join(""),
    }),
  );
  const size = side < 34 ? 10 : 12;
  const written = cells.flatMap(({ row, column, share, text = "" }) => {
    if (side < 24 || text === "" || textWidth(text, size) >= side) return [];
    const color = share > 0.5 ? { class: undefined, fill: "#ffffff" } : paint.ink;
    return label(text, (column + 0.5) * side, (row + 0.5) * side + 4, {
      anchor: "middle",
      "font-size": size,
      ...color,
    });
  });
  return [...squares, ...written];
}
