import { BlockzooError } from "@blockzoo/core";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { element, markup, type Markup } from "../drawing/markup.js";
import { significant } from "../drawing/numbers.js";
import { divergingColor } from "../drawing/palette.js";
import { heading, headingWidth, label, margin, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { fitText } from "../drawing/text.js";
import { rangeOf, rasterOf, shrunkTo, stretched, type ArrayValue } from "./raster.js";
import { thinned, type CurvePoint } from "./thinned.js";

/** One quantity over time. */
export interface Trace {
  readonly label: string;
  /** `[T]`, or `[T, units]`. */
  readonly values: ArrayValue;
  /**
   * `"lines"`: a line for each unit; `"heat"`: a row of colours for each unit, blue below zero and orange above;
   * `"spikes"`: a mark for each unit at each step where its value is above zero. Default: lines for up to 7 units, else
   * heat.
   */
  readonly kind?: "lines" | "heat" | "spikes";
}

export interface TracesOptions {
  readonly title?: string;
  /** Default `"step"`. */
  readonly xLabel?: string;
}

const plot = { left: 128, width: 500, lines: 84, row: 6 } as const;
/** What all panels may hold together, so that the file stays below 300 kB. */
const maximumMarks = 20_000;

/**
 * What happens over the steps of a recurrent net, one panel for each quantity above a common axis: gates, states,
 * attention, spikes.
 *
 * @throws BlockzooError where values are not [T] or [T, units], or panels have different numbers of steps
 * @example tracesSvg([{ label: "forget gate", values: gates }, { label: "cell", values: cells }])
 */
export function tracesSvg(traces: readonly Trace[], options: TracesOptions = {}): string {
  const { title = "Traces", xLabel = "step" } = options;
  const panels = traces.map(panelOf);
  const steps = panels[0]?.steps ?? 0;
  const other = panels.find((panel) => panel.steps !== steps);
  if (other !== undefined) {
    throw new BlockzooError(`tracesSvg: "${traces[0]!.label}" has ${steps} steps, but "${other.label}" ${other.steps}`);
  }
  const x = scaleLinear([0, Math.max(1, steps)], [0, plot.width]);
  let y = 40;
  const drawn = panels.map((panel) => {
    const { drawing, height, note } = draw(panel, x, maximumMarks / panels.length);
    const placed = translated(
      plot.left,
      y,
      label(fitText(panel.label, 12, plot.left - margin - 8), -plot.left + margin, 12, { "font-weight": 600 }),
      ...note.map((text, index) => label(text, -plot.left + margin, 28 + 15 * index, paint.muted)),
      drawing,
      element("rect", { width: plot.width, height, ...paint.grid }),
    );
    y += Math.max(height, 14 + 15 * note.length) + 14;
    return placed;
  });
  const ticks = x
    .ticks(Math.min(10, Math.max(1, steps)))
    .filter((tick) => Number.isInteger(tick) && tick < Math.max(1, steps));
  const middle = (tick: number) => x(tick + 0.5);
  return svgDocument(
    {
      width: Math.max(plot.left + plot.width + margin, headingWidth(title)),
      height: y + 34,
      title,
      description: `${traces.map((trace) => trace.label).join(", ")} over ${steps} steps`,
    },
    heading(title),
    ...drawn,
    translated(
      plot.left,
      y - 8,
      ...ticks.flatMap((tick) => [
        element("path", { ...paint.line, d: `M${middle(tick).toFixed(1)} 0v4` }),
        label(String(tick), middle(tick), 18, { anchor: "middle", ...paint.muted }),
      ]),
      label(xLabel, plot.width / 2, 34, { anchor: "middle", ...paint.muted }),
    ),
  );
}

interface Panel {
  readonly label: string;
  readonly kind: NonNullable<Trace["kind"]>;
  readonly steps: number;
  readonly units: number;
  at(step: number, unit: number): number;
}

function panelOf({ label: name, values, kind }: Trace): Panel {
  const [steps, units = 1] = values.shape;
  if (steps === undefined || values.shape.length > 2) {
    throw new BlockzooError(
      `tracesSvg: "${name}" is expected to be [T] or [T, units], got [${values.shape.join(", ")}]`,
    );
  }
  return {
    label: name,
    kind: kind ?? (units <= seriesColors.length ? "lines" : "heat"),
    steps,
    units,
    at: (step, unit) => values.data[step * units + unit]!,
  };
}

interface DrawnPanel {
  readonly drawing: Markup;
  readonly height: number;
  readonly note: readonly string[];
}

type Scale = (step: number) => number;

/** @param marks how many points, cells or spikes it may have */
function draw(panel: Panel, x: Scale, marks: number): DrawnPanel {
  const byUnit = Array.from({ length: panel.units * panel.steps }, (_, index) =>
    panel.at(index % panel.steps, Math.floor(index / panel.steps)),
  );
  if (panel.kind === "spikes") return spikes(panel, x, marks);
  const finite = byUnit.filter((value) => Number.isFinite(value));
  const range = rangeOf([{ shape: [finite.length], data: finite }]);
  return panel.kind === "lines" ? lines(panel, x, range, marks / panel.units) : heat(panel, byUnit, range, marks);
}

function lines({ units, steps, at }: Panel, x: Scale, [low, high]: [number, number], points: number): DrawnPanel {
  const y = scaleLinear(low < high ? [low, high] : [low - 1, high + 1], [plot.lines - 4, 4]);
  const path = line<CurvePoint>()
    .defined(([, value]) => !Number.isNaN(value))
    .x(([step]) => x(step + 0.5))
    .y(([, value]) => y(value))
    .digits(1);
  const pointsOf = (unit: number) =>
    Array.from({ length: steps }, (_, step): CurvePoint => {
      const value = at(step, unit);
      return [step, Number.isFinite(value) ? value : NaN];
    });
  const curves = Array.from({ length: units }, (_, unit) =>
    element("path", {
      d: path(thinned(pointsOf(unit), points)) ?? "",
      fill: "none",
      stroke: seriesColors[unit % seriesColors.length]!,
      "stroke-width": 1.5,
    }),
  );
  const zero =
    low < 0 && high > 0 ? [element("path", { ...paint.grid, d: `M0 ${y(0).toFixed(1)}h${plot.width}` })] : [];
  return {
    drawing: markup(...zero, ...curves),
    height: plot.lines,
    note: [`${significant(low)} … ${significant(high)}`],
  };
}

/** All units share a scale that is symmetric around zero. */
function heat({ units, steps }: Panel, byUnit: readonly number[], range: [number, number], cells: number): DrawnPanel {
  const bound = Math.max(-range[0], range[1]);
  const data = byUnit.map((value) => (Number.isFinite(value) ? value : 0));
  const raster = { ...rasterOf({ shape: [units, steps], data }, [-bound, bound]), color: divergingColor };
  const drawn = shrunkTo(raster, cells);
  const height = Math.min(240, Math.max(24, plot.row * units));
  return {
    drawing: stretched(drawn, { width: plot.width, height }),
    height,
    note: [`${units} units`, `blue −${significant(bound)}`, `orange ${significant(bound)}`],
  };
}

function spikes({ units, steps, at }: Panel, x: Scale, maximum: number): DrawnPanel {
  const height = Math.min(240, Math.max(24, plot.row * units));
  const row = height / units;
  const marks: string[] = [];
  for (let unit = 0; unit < units; unit++) {
    for (let step = 0; step < steps; step++) {
      if (at(step, unit) > 0)
        marks.push(`M${x(step + 0.5).toFixed(1)} ${(unit * row + row * 0.1).toFixed(1)}v${(row * 0.8).toFixed(1)}`);
    }
  }
  const shown = marks.slice(0, Math.floor(maximum));
  const omitted = shown.length < marks.length ? [`first ${shown.length} drawn`] : [];
  return {
    drawing: element("path", { d: shown.join(""), class: "bz-line", stroke: paint.ink.fill, "stroke-width": 1.2 }),
    height,
    note: [`${units} units`, `${marks.length} spikes`, ...omitted],
  };
}
