import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { chartHeight, chartOptions, colorsOf } from "./chart-options.js";
import "./chart.css";
import type { Curve } from "./curves.js";
import { useDarkness } from "./use-darkness.js";

/** One curve of a chart. */
export interface ChartSeries {
  readonly label: string;
  readonly values: Curve;
  /** Which of the design's series colours it has, from 1. */
  readonly color: number;
  /** A faint one stands behind a smooth one, and is not read out. */
  readonly isFaint?: boolean;
  /** Values are far apart: they are joined, and each has a dot. */
  readonly isSparse?: boolean;
}

/** A value that is to be reached, or that something without steps has: dashed. */
export interface ChartLine {
  readonly label: string;
  readonly value: number;
  /** Undefined: that of muted text. */
  readonly color?: number;
}

interface ChartProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly lines?: readonly ChartLine[];
  /** How far the steps will go, where that is known. */
  readonly totalSteps: number | undefined;
}

/** Curves over steps. What the pointer is at is said above them; those who hear the page get the last values. */
export function Chart({ title, series, lines = [], totalSteps }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const shownLines = useRef(lines);
  shownLines.current = lines;
  const [pointed, setPointed] = useState<number>();
  const isDark = useDarkness();
  // How often the graphics device was lost, and with it what was drawn.
  const [losses, setLosses] = useState(0);
  const shape = series.map(({ label, color, isFaint }) => `${label} ${color} ${isFaint === true}`).join();
  const steps = Math.max(...series.map(({ values }) => values.length), 0);

  useEffect(() => {
    const element = place.current!;
    const colors = colorsOf(element);
    const made = new uPlot(
      chartOptions(element.clientWidth, series, colors, setPointed, shownLines),
      [[], ...series.map(() => [])],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: chartHeight }));
    observer.observe(element);
    made.ctx.canvas.addEventListener("contextrestored", () => setLosses((count) => count + 1));
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [shape, isDark, losses]);

  useEffect(() => {
    const x = Array.from({ length: steps }, (_, index) => index + 1);
    plot.current?.setData([x, ...series.map(({ values }) => padded(values, steps))], false);
    plot.current?.setScale("x", { min: 0, max: Math.max(totalSteps ?? 0, steps, 10) });
  });

  const read = series
    .filter(({ isFaint }) => isFaint !== true)
    .map((each) => ({ ...each, value: valueAt(each, pointed) }));
  const described = [...read, ...lines].map(
    ({ label, value }) => `${label} ${value === undefined ? "nothing yet" : numberText(value)}`,
  );
  return (
    <figure class="chart">
      <figcaption class="chart-title">
        <span>{title}</span>
        {pointed !== undefined && (
          <span class="muted small numbers-aligned">step {(pointed + 1).toLocaleString("en-US")}</span>
        )}
        {read.map(({ label, value, color }) => (
          <span key={label} class="chart-value small numbers-aligned" style={{ "--color": `var(--series-${color})` }}>
            {read.length + lines.length > 1 && `${label} `}
            {value === undefined ? "–" : numberText(value)}
          </span>
        ))}
        {lines.map(({ label, value, color }) => (
          <span
            key={label}
            class="chart-value small"
            style={{ "--color": color === undefined ? "var(--muted)" : `var(--series-${color})` }}
          >
            {label} {Number(value.toPrecision(3))}
          </span>
        ))}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title} over steps: ${described.join(", ")}`} />
    </figure>
  );
}

/** The value at a place, where that is pointed at, else the last one; between sparse ones the last before it. */
function valueAt({ values, isSparse }: ChartSeries, at: number = values.length - 1): number | undefined {
  if (isSparse !== true) return values[at] ?? undefined;
  return values.slice(0, at + 1).findLast((value) => value !== null) ?? undefined;
}

/** So many values: a curve may have grown since the others were counted. */
function padded(values: Curve, length: number): (number | null)[] {
  return Array.from({ length }, (_, index) => values[index] ?? null);
}

function numberText(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toPrecision(3);
}
