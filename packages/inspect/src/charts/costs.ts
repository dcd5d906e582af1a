import { scaleLinear, scaleLog } from "d3-scale";
import { element, markup, type Markup } from "../drawing/markup.js";
import { compact, significant } from "../drawing/numbers.js";
import { heading, headingWidth, label, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { bubbleNames } from "./bubble-names.js";
import { logTicks } from "./log-ticks.js";

/** A trained network: what it costs and how good it is. */
export interface NetworkCost {
  readonly name: string;
  /** Networks of one group, such as a family, share a colour. */
  readonly group: string;
  /** Multiply-accumulate operations for one sample. */
  readonly macs: number;
  readonly parameters: number;
  readonly metric: number;
}

export interface CostsOptions {
  readonly title?: string;
  /** What the metric is. Default `"accuracy"`. */
  readonly metric?: string;
}

const plot = { left: 58, top: 74, width: 560, height: 320 } as const;
const largestRadius = 34;
const leastRadius = 3;

/**
 * Networks by operations (across, logarithmic), metric (up) and parameters (area), after Canziani et al. 2016 (arXiv
 * 1605.07678, figure 2). Areas below a radius of 3 pixels are drawn as that.
 *
 * @example costsSvg([{ name: "lenet5", group: "lenet", macs: 416_520, parameters: 61_706, metric: 0.99 }])
 */
export function costsSvg(networks: readonly NetworkCost[], options: CostsOptions = {}): string {
  const { title = "Accuracy, operations and parameters", metric = "accuracy" } = options;
  const shown = networks.filter(({ macs, metric: value }) => macs > 0 && Number.isFinite(value));
  const groups = [...new Set(shown.map(({ group }) => group))];
  const colorOf = (group: string) => seriesColors[groups.indexOf(group) % seriesColors.length]!;
  const most = Math.max(1, ...shown.map(({ parameters }) => parameters));
  const radiusOf = (parameters: number) => Math.max(leastRadius, largestRadius * Math.sqrt(parameters / most));
  const scales = scalesOf(shown);
  // Large ones first, so that small ones lie on them.
  const placed = shown
    .toSorted((a, b) => b.parameters - a.parameters)
    .map((network) => ({
      network,
      circle: { x: scales.x(network.macs), y: scales.y(network.metric), r: radiusOf(network.parameters) },
    }));
  const bubbles = placed.map(({ network, circle: { x, y, r } }) =>
    element("circle", {
      cx: x,
      cy: y,
      r,
      fill: colorOf(network.group),
      "fill-opacity": 0.55,
      stroke: colorOf(network.group),
    }),
  );
  const sizes = [1, 0.1, 0.01].map((part) => ({
    r: radiusOf(part * most),
    text: short(Number((part * most).toPrecision(2))),
  }));
  const legendLeft = plot.left + plot.width + 24;
  const note = `area: parameters, at most ${compact(most)}`;
  return svgDocument(
    {
      width: Math.max(legendLeft + 140, headingWidth(title, note)),
      height: plot.top + plot.height + 48,
      title,
      description: shown
        .map(
          ({ name, macs, parameters, metric: value }) =>
            `${name}: ${compact(macs)} operations, ${compact(parameters)} parameters, ${metric} ${significant(value)}`,
        )
        .join("; "),
    },
    heading(title, note),
    translated(
      plot.left,
      plot.top,
      axes(scales, metric),
      ...bubbles,
      ...bubbleNames(
        placed.map(({ network, circle }) => ({ text: network.name, ...circle })),
        plot,
      ),
    ),
    translated(
      legendLeft,
      plot.top,
      ...groupLegend(groups, colorOf),
      translated(0, 24 * groups.length + 12, ...sizeLegend(sizes)),
    ),
  );
}

interface Scales {
  readonly x: ReturnType<typeof scaleLog<number, number>>;
  readonly y: ReturnType<typeof scaleLinear<number, number>>;
}

function scalesOf(shown: readonly NetworkCost[]): Scales {
  const macs = shown.map((network) => network.macs);
  const values = shown.map((network) => network.metric);
  const [low, high] = shown.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const room = high > low ? 0.12 * (high - low) : 0.05;
  const [least, most] = shown.length === 0 ? [1, 10] : [Math.min(...macs), Math.max(...macs)];
  // As much of the range as above, which keeps the largest bubble within the plot.
  const factor = Math.max(1.8, (most / least) ** 0.12);
  return {
    x: scaleLog([least / factor, most * factor], [0, plot.width]),
    y: scaleLinear([low - room, high + room], [plot.height, 0]),
  };
}

function axes({ x, y }: Scales, metric: string): Markup {
  return markup(
    ...y
      .ticks(6)
      .flatMap((tick) => [
        element("path", { ...paint.grid, d: `M0 ${y(tick).toFixed(1)}H${plot.width}` }),
        label(String(Number(tick.toPrecision(6))), -8, y(tick) + 4, { anchor: "end", ...paint.muted }),
      ]),
    element("path", { ...paint.line, d: `M0 ${plot.height}H${plot.width}` }),
    ...logTicks(x).flatMap((tick) => [
      element("path", { ...paint.line, d: `M${x(tick).toFixed(1)} ${plot.height}v5` }),
      label(short(tick), x(tick), plot.height + 19, { anchor: "middle", ...paint.muted }),
    ]),
    label("multiply-accumulate operations for one sample", plot.width / 2, plot.height + 38, {
      anchor: "middle",
      ...paint.muted,
    }),
    label(metric, 4, -6, paint.muted),
  );
}

/** `200 k`, without the digits that {@link compact} adds. */
function short(value: number): string {
  const [digits, prefix] = compact(value).split(" ");
  return [String(Number(digits)), prefix].filter((part) => part !== undefined).join(" ");
}

function groupLegend(groups: readonly string[], colorOf: (group: string) => string): Markup[] {
  return groups.flatMap((group, index) => [
    element("circle", {
      cx: 7,
      cy: 24 * index + 7,
      r: 7,
      fill: colorOf(group),
      "fill-opacity": 0.55,
      stroke: colorOf(group),
    }),
    label(group, 22, 24 * index + 11),
  ]);
}

/** Circles that share their lowest point, each with its size. */
function sizeLegend(sizes: readonly { readonly r: number; readonly text: string }[]): Markup[] {
  return sizes.flatMap(({ r, text }) => [
    element("circle", { cx: largestRadius, cy: 2 * largestRadius - r, r, ...paint.line }),
    label(text, 2 * largestRadius + 8, Math.max(10, 2 * largestRadius - 2 * r + 4), paint.muted),
  ]);
}
