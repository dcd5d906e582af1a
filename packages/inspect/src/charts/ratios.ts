import { scaleLinear, scaleLog } from "d3-scale";
import { element, markup, type Markup } from "../drawing/markup.js";
import { significant } from "../drawing/numbers.js";
import { heading, headingWidth, label, margin, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { darkScheme } from "../drawing/dark-scheme.js";
import { textWidth } from "../drawing/text.js";
import { logTicks } from "./log-ticks.js";

/** What one thing is of another, such as the time of a step of that of a rival: one ratio for each series. */
export interface Ratios {
  readonly name: string;
  /** Rows of one group stand together, under its name. */
  readonly group: string;
  /** By the names of series; one that is missing or not finite has no point. */
  readonly values: Readonly<Record<string, number>>;
  /** Between which two ratios that of a series lies for all that is known, by the names of series: a line behind the point. */
  readonly intervals?: Readonly<Record<string, readonly [least: number, most: number]>>;
}

export interface RatiosOptions {
  /** Default `"Ratios"`. */
  readonly title?: string;
  /** What 1 means, in a line below the title; nothing by default. */
  readonly note?: string;
  /** A logarithmic axis; values of zero and below have no point on it. Default false: an axis from 0. */
  readonly log?: boolean;
  /** In pixels, without the names of rows. Default 440. */
  readonly width?: number;
  /** `"auto"` follows a reader who prefers dark pages, where the file is shown as an image. Default `"light"`. */
  readonly scheme?: "light" | "auto";
}

const rowHeight = 22;
const groupHeight = 30;
const radius = 4.5;

/**
 * A row of points for each comparison, with a line at 1, after Cleveland & McGill's dot plots (JASA 79, 1984): what lies left of
 * the line is less than what it is compared with. Series differ in colour, and in order of their first appearance.
 *
 * @example ratiosSvg([{ name: "lenet5", group: "training", values: { "1 thread": 0.9, "2 threads": 1.1 } }])
 */
export function ratiosSvg(rows: readonly Ratios[], options: RatiosOptions = {}): string {
  const { title = "Ratios", note = "", log = false, width = 440, scheme = "light" } = options;
  const series = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const x = scaleOf(rows, { log, width });
  const names =
    margin + 12 + Math.max(0, ...rows.map(({ name, group }) => Math.max(textWidth(name, 12), textWidth(group, 12))));
  const top = (note === "" ? 44 : 62) + rowHeight;
  const drawn: Markup[] = [];
  let y = 0;
  for (const [index, row] of rows.entries()) {
    if (row.group !== rows[index - 1]?.group) {
      drawn.push(label(row.group, margin - names, y + groupHeight - 10, { "font-weight": 600 }));
      y += groupHeight;
    }
    drawn.push(translated(0, y + rowHeight / 2, rowOf(row, { series, x, width })));
    y += rowHeight;
  }
  return svgDocument(
    {
      width: Math.max(names + width + margin, headingWidth(title, note)),
      height: top + y + 34,
      title,
      description: rows.map(describe).join("; "),
    },
    ...(scheme === "auto" ? [darkScheme] : []),
    heading(title, note),
    translated(names, top - rowHeight, legendOf(series)),
    translated(names, top, axis(x, y), ...drawn),
  );
}

type Scale = ReturnType<typeof scaleLinear<number, number>> | ReturnType<typeof scaleLog<number, number>>;

/** All points and lines, and 1. */
function scaleOf(rows: readonly Ratios[], { log, width }: { readonly log: boolean; readonly width: number }): Scale {
  const all = rows.flatMap(({ values, intervals = {} }) => [Object.values(values), Object.values(intervals)].flat(2));
  const drawn = [1, ...all.filter((value) => isDrawn(value, log))];
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  return log ? scaleLog([least / 1.3, most * 1.3], [0, width]) : scaleLinear([0, 1.08 * most], [0, width]);
}

const isDrawn = (value: number, log: boolean) => Number.isFinite(value) && (!log || value > 0);

interface RowFrame {
  readonly series: readonly string[];
  readonly x: Scale;
  readonly width: number;
}

/** Around the height 0: the name, a thin line to read along, and a point for each series. */
function rowOf({ name, values, intervals = {} }: Ratios, { series, x, width }: RowFrame): Markup {
  const points = series.flatMap((each, index) => {
    const value = values[each];
    if (value === undefined || !Number.isFinite(x(value))) return [];
    // Each a little smaller than the one below it, so that equal points are seen as two.
    const point = element("circle", {
      cx: x(value),
      cy: 0,
      r: radius + series.length - 1 - index,
      fill: colorAt(index),
    });
    const ends = (intervals[each] ?? []).map(x);
    if (ends.length === 0 || !ends.every(Number.isFinite)) return [point];
    const [from, to] = ends.map((end) => end.toFixed(1));
    return [element("path", { d: `M${from} 0H${to}`, stroke: colorAt(index), "stroke-width": 2 }), point];
  });
  return markup(
    label(name, -12, 4, { anchor: "end" }),
    element("path", { ...paint.grid, d: `M0 0H${width}` }),
    ...points,
  );
}

function axis(x: Scale, height: number): Markup {
  const ticks = "base" in x ? logTicks(x) : x.ticks(6);
  return markup(
    ...ticks.flatMap((tick) => [
      element("path", { ...paint.line, d: `M${x(tick).toFixed(1)} ${height}v5` }),
      label(String(tick), x(tick), height + 19, { anchor: "middle", ...paint.muted }),
    ]),
    element("path", { ...paint.line, d: `M${x(1).toFixed(1)} 0V${height}`, "stroke-dasharray": "4 3" }),
  );
}

function legendOf(series: readonly string[]): Markup {
  let left = 0;
  const entries = series.map((name, index) => {
    const entry = translated(
      left,
      0,
      element("circle", { cx: radius, cy: 8, r: radius, fill: colorAt(index) }),
      label(name, 2 * radius + 6, 12),
    );
    left += textWidth(name, 12) + 2 * radius + 24;
    return entry;
  });
  return markup(...entries);
}

const colorAt = (index: number): string => seriesColors[index % seriesColors.length]!;

function describe({ name, values }: Ratios): string {
  const said = Object.entries(values).map(([series, value]) => `${significant(value)} (${series})`);
  return `${name}: ${said.join(", ")}`;
}
