import { BlockzooError } from "@blockzoo/core";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { element, type Markup } from "../drawing/markup.js";
import { heading, headingWidth, label, margin, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { fitText, textWidth } from "../drawing/text.js";
import type { ArrayValue } from "./raster.js";
import { thinned, type CurvePoint } from "./thinned.js";

export interface PosteriorsOptions {
  readonly title?: string;
  /** A name for each class; that of class 0, the blank, is not written. Default: their numbers. */
  readonly labels?: readonly string[];
  /** Default `"step"`. */
  readonly xLabel?: string;
}

const plot = { left: 58, width: 640, height: 150, path: 24 } as const;
/** What all curves may hold together, so that the file stays below 300 kB. */
const maximumPoints = 10_000;
/** The most stretches of the best path that are drawn. */
const maximumStretches = 400;

/**
 * What a network trained with CTC says at each step: the probabilities of its classes `[T, classes]` over time, the blank of
 * class 0 dashed; below them the best path, the most probable class of each step; and the labels that it collapses to, repeats
 * joined and blanks dropped. Classes that are never the most probable one are left out.
 *
 * Reference: Graves et al. 2006, "Connectionist temporal classification", figure 1.
 *
 * @throws BlockzooError where the shape is another, or labels do not match it
 * @example posteriorsSvg(probabilities, { labels: ["blank", "t", "h", "e"] })
 */
export function posteriorsSvg(probabilities: ArrayValue, options: PosteriorsOptions = {}): string {
  const { title = "Posteriors", xLabel = "step" } = options;
  const [steps, classes] = probabilities.shape;
  if (steps === undefined || classes === undefined || probabilities.shape.length !== 2) {
    throw new BlockzooError(
      `posteriorsSvg expects probabilities [T, classes], got [${probabilities.shape.join(", ")}]`,
    );
  }
  const labels = options.labels ?? Array.from({ length: classes }, (_, index) => String(index));
  if (labels.length !== classes) {
    throw new BlockzooError(`posteriorsSvg: there are ${classes} classes, but ${labels.length} labels for them`);
  }
  const stretches = bestPath(probabilities, steps, classes);
  const read = stretches.filter(({ best }) => best !== 0);
  const winners = [...new Set(read.map(({ best }) => best))];
  const colorOf = (best: number) => seriesColors[winners.indexOf(best) % seriesColors.length]!;
  const x = scaleLinear([0, Math.max(1, steps)], [0, plot.width]);
  const y = scaleLinear([0, 1], [plot.height, 0]);
  const drawnClasses = [0, ...winners];
  const curve = line<CurvePoint>()
    .x(([step]) => x(step + 0.5))
    .y(([, value]) => y(Math.min(1, Math.max(0, value))))
    .digits(1);
  const curves = drawnClasses.map((best) => {
    const points = Array.from({ length: steps }, (_, step): CurvePoint => [
      step,
      probabilities.data[step * classes + best]!,
    ]);
    const style = best === 0 ? { ...paint.line, "stroke-dasharray": "4 3" } : { fill: "none", stroke: colorOf(best) };
    const d = curve(thinned(points, maximumPoints / drawnClasses.length)) ?? "";
    return element("path", { d, "stroke-width": 1.6, ...style });
  });
  const shown = read.slice(0, maximumStretches);
  const omitted = shown.length < read.length ? ` · the first ${shown.length} of ${read.length} labels are drawn` : "";
  const note = `dashed: the blank · below: the most probable class of each step${omitted}`;
  const collapsed = read.map(({ best }) => labels[best]!);
  const spoken =
    collapsed.length === 0 ? "nothing but blanks" : collapsed.join(collapsed.every(isOneCharacter) ? "" : " ");
  const below = plot.height + 12;
  return svgDocument(
    {
      width: Math.max(plot.left + plot.width + margin, headingWidth(title, note)),
      height: 66 + below + plot.path + 72,
      title,
      description: `${steps} steps, ${classes} classes; the best path reads: ${fitText(spoken, 12, 6000)}`,
    },
    heading(title, note),
    translated(
      plot.left,
      66,
      ...[0, 0.5, 1].flatMap((value) => [
        element("path", { ...paint.grid, d: `M0 ${y(value)}h${plot.width}` }),
        label(String(value), -8, y(value) + 4, { anchor: "end", ...paint.muted }),
      ]),
      ...curves,
      translated(0, below, ...pathStrip(shown, { labels, x, colorOf })),
      translated(0, below + plot.path, ...stepAxis(x, steps, xLabel)),
      label("reads", -plot.left + margin, below + plot.path + 58, paint.muted),
      label(fitText(spoken, 14, plot.width - 8), 0, below + plot.path + 58, { "font-size": 14, "font-weight": 600 }),
    ),
  );
}

/** Neighbouring steps with the same most probable class. */
interface Stretch {
  readonly best: number;
  readonly from: number;
  readonly to: number;
}

function bestPath({ data }: ArrayValue, steps: number, classes: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let step = 0; step < steps; step++) {
    let best = 0;
    for (let each = 1; each < classes; each++)
      if (data[step * classes + each]! > data[step * classes + best]!) best = each;
    const last = stretches.at(-1);
    if (last?.best === best) stretches[stretches.length - 1] = { ...last, to: step + 1 };
    else stretches.push({ best, from: step, to: step + 1 });
  }
  return stretches;
}

interface StripStyle {
  readonly labels: readonly string[];
  readonly x: (step: number) => number;
  readonly colorOf: (best: number) => string;
}

/** A bar for each stretch that is no blank, with its label where there is room: in the bar, else between its neighbours. */
function pathStrip(stretches: readonly Stretch[], { labels, x, colorOf }: StripStyle): Markup[] {
  const frame = element("rect", { width: plot.width, height: plot.path, ...paint.grid });
  let free = -Infinity;
  const marks = stretches.flatMap(({ best, from, to }) => {
    const [left, right] = [x(from), x(to)];
    const bar = element("rect", {
      x: left,
      y: plot.path - 6,
      width: Math.max(1.5, right - left),
      height: 6,
      fill: colorOf(best),
    });
    const text = fitText(labels[best]!, 12, 80);
    const half = textWidth(text, 12) / 2;
    const middle = (left + right) / 2;
    if (middle - half < free) return [bar];
    free = middle + half + 2;
    return [bar, label(text, middle, 13, { anchor: "middle" })];
  });
  return [frame, ...marks];
}

function stepAxis(x: ReturnType<typeof scaleLinear<number>>, steps: number, title: string): Markup[] {
  const ticks = x
    .ticks(Math.min(10, Math.max(1, steps)))
    .filter((tick) => Number.isInteger(tick) && tick < Math.max(1, steps));
  return [
    ...ticks.flatMap((tick) => [
      element("path", { ...paint.line, d: `M${x(tick + 0.5).toFixed(1)} 0v4` }),
      label(String(tick), x(tick + 0.5), 18, { anchor: "middle", ...paint.muted }),
    ]),
    label(title, plot.width / 2, 34, { anchor: "middle", ...paint.muted }),
  ];
}

function isOneCharacter(text: string): boolean {
  return [...text].length === 1;
}
