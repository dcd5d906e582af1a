import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { element, type Markup } from "../drawing/markup.js";
import { significant, thousands } from "../drawing/numbers.js";
import { label, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { textWidth } from "../drawing/text.js";
import { groupBy } from "../group-by.js";
import { thinned, type CurvePoint } from "./thinned.js";

/**
 * One curve. Points stand in the order of x; a value that is not finite leaves a gap. Series with one label are runs of
 * the same thing, such as seeds.
 */
export interface Series {
  readonly label: string;
  readonly points: readonly CurvePoint[];
}

export interface CurvesOptions {
  readonly title?: string;
  /** Default `"step"`. */
  readonly xLabel?: string;
  /** A logarithmic vertical axis; values of zero and below are then left out. Default false. */
  readonly log?: boolean;
  /** In pixels. Default 640. */
  readonly width?: number;
  /** In pixels, without the legend. Default 300. */
  readonly height?: number;
}

const margin = { left: 58, right: 18, bottom: 44 };
const maximumPoints = 800;

/**
 * Curves over steps as an SVG: axes, grid and, for more than one label, a legend. Series with one label share a colour:
 * each is a faint line, and where they have the same steps their mean is a strong one. Long curves are thinned to the
 * lowest and highest value of each stretch, so that spikes stay and the file is small.
 */
export function curvesSvg(series: readonly Series[], options: CurvesOptions = {}): string {
  const { title, xLabel = "step", log = false, width = 640, height = 300 } = options;
  const shown = withMeans(series).map((each) => ({
    ...each,
    points: thinned(drawable(each.points, log), maximumPoints),
  }));
  const legend = legendOf(shown, width - margin.left - margin.right);
  const top = (title === undefined ? 14 : 38) + legend.height;
  const plot = { width: width - margin.left - margin.right, height: height - margin.bottom - 14 };
  const all = shown.flatMap(({ points }) => points);
  const body = all.every(([, y]) => Number.isNaN(y))
    ? label("no values", plot.width / 2, plot.height / 2, { anchor: "middle", ...paint.muted })
    : plotOf(shown, all, plot, { log, xLabel });
  return svgDocument(
    {
      width,
      height: top + plot.height + margin.bottom,
      title: title ?? labelsOf(series).join(", "),
      description: descriptionOf(series, xLabel),
    },
    ...(title === undefined ? [] : [label(title, margin.left, 24, { "font-size": 15, "font-weight": 600 })]),
    translated(margin.left, top - legend.height, legend.drawing),
    translated(margin.left, top, body),
  );
}

/** A series as it is drawn: one run of several is faint. */
interface DrawnSeries extends Series {
  readonly isRun: boolean;
}

/** All series, and behind the runs of one label their mean, where all have the same steps. */
function withMeans(series: readonly Series[]): DrawnSeries[] {
  return [...groupBy(series, (each) => each.label)].flatMap(([name, runs]) => {
    if (runs.length === 1) return [{ ...runs[0]!, isRun: false }];
    const drawn = runs.map((run) => ({ ...run, isRun: true }));
    const [{ points: first }] = runs as [Series, ...Series[]];
    const isAligned = runs.every(
      ({ points }) => points.length === first.length && points.every(([x], index) => x === first[index]![0]),
    );
    if (!isAligned) return drawn;
    const mean = first.map(([x], index): CurvePoint => [
      x,
      runs.reduce((sum, { points }) => sum + points[index]![1], 0) / runs.length,
    ]);
    return [...drawn, { label: name, points: mean, isRun: false }];
  });
}

function labelsOf(series: readonly Series[]): string[] {
  return [...new Set(series.map((each) => each.label))];
}

function descriptionOf(series: readonly Series[], xLabel: string): string {
  const ends = series.slice(0, 20).flatMap(({ label: name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name} ends at ${significant(last[1])}`];
  });
  return [`curves over ${xLabel}`, ...ends].join("; ");
}

/** Values that the axis cannot show become NaN, which the curve leaves out. */
function drawable(points: readonly CurvePoint[], log: boolean): CurvePoint[] {
  return points
    .filter(([x]) => Number.isFinite(x))
    .map(([x, y]) => [x, Number.isFinite(y) && (!log || y > 0) ? y : NaN]);
}

function plotOf(
  series: readonly DrawnSeries[],
  all: readonly CurvePoint[],
  size: { readonly width: number; readonly height: number },
  options: { readonly log: boolean; readonly xLabel: string },
): Markup {
  const finite = all.filter(([, y]) => !Number.isNaN(y));
  const x = scaleLinear(widened(all.map((point) => point[0])), [0, size.width]);
  const ends = widened(finite.map((point) => point[1]));
  const y = options.log ? scaleLog(ends, [size.height, 0]) : scaleLinear(ends, [size.height, 0]).nice();
  const xTicks = x.ticks(Math.max(2, Math.floor(size.width / 80)));
  // A logarithmic axis has ticks without text between those with one; its format says which they are.
  const hasText = y.tickFormat(6);
  const path = line<CurvePoint>()
    .defined((point) => !Number.isNaN(point[1]))
    .x((point) => x(point[0]))
    .y((point) => y(point[1]))
    .digits(1);

  const grid = y
    .ticks(6)
    .filter((tick) => hasText(tick) !== "")
    .flatMap((tick) => [
      element("path", { ...paint.grid, d: `M0 ${y(tick).toFixed(1)}H${size.width}` }),
      label(tickText(tick), -8, y(tick) + 4, { anchor: "end", ...paint.muted }),
    ]);
  const steps = xTicks.flatMap((tick) => [
    element("path", { ...paint.line, d: `M${x(tick).toFixed(1)} ${size.height}v5` }),
    label(tickText(tick), x(tick), size.height + 19, { anchor: "middle", ...paint.muted }),
  ]);
  const labels = labelsOf(series);
  const curves = series.flatMap(({ label: name, points, isRun }) => {
    const index = labels.indexOf(name);
    const stroke = seriesColors[index % seriesColors.length]!;
    const drawn = element("path", {
      d: path(points) ?? "",
      fill: "none",
      stroke,
      "stroke-width": isRun ? 1 : 1.75,
      "stroke-opacity": isRun ? 0.45 : undefined,
      "stroke-linejoin": "round",
      ...dash(index),
    });
    // Few values are measurements at some steps rather than a curve: show where they are.
    const marks = isRun || points.length > 40 ? [] : points.filter((point) => !Number.isNaN(point[1]));
    return [
      drawn,
      ...marks.map((point) => element("circle", { cx: x(point[0]), cy: y(point[1]), r: 2.5, fill: stroke })),
    ];
  });
  return element(
    "g",
    {},
    ...grid,
    element("path", { ...paint.line, d: `M0 ${size.height}H${size.width}` }),
    ...steps,
    label(options.xLabel, size.width / 2, size.height + 38, { anchor: "middle", ...paint.muted }),
    ...curves,
  );
}

/** `1,200`, `0.05`, `1e-5`. */
function tickText(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const size = Math.abs(rounded);
  return size !== 0 && (size < 1e-3 || size >= 1e9) ? rounded.toExponential().replace("+", "") : thousands(rounded);
}

/** Once the colours are used up, dashes tell curves apart. */
function dash(index: number): { "stroke-dasharray"?: string } {
  return index < seriesColors.length ? {} : { "stroke-dasharray": "5 3" };
}

/** The range of the values; one value alone gets some room around it. */
function widened(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low < high) return [low, high];
  if (low > high) return [0, 1];
  return low === 0 ? [-1, 1] : low > 0 ? [low * 0.9, low * 1.1] : [low * 1.1, low * 0.9];
}

function legendOf(series: readonly Series[], width: number): { readonly drawing: Markup; readonly height: number } {
  const labels = labelsOf(series);
  if (labels.length < 2) return { drawing: element("g", {}), height: 0 };
  let [x, y] = [0, 0];
  const entries = labels.flatMap((text, index) => {
    const needed = 26 + textWidth(text, 12) + 18;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 20];
    const stroke = seriesColors[index % seriesColors.length]!;
    const drawn = [
      element("path", { d: `M${x.toFixed(1)} ${y + 8}h20`, stroke, "stroke-width": 2.5, ...dash(index) }),
      label(text, x + 26, y + 12),
    ];
    x += needed;
    return drawn;
  });
  return { drawing: element("g", {}, ...entries), height: y + 26 };
}
