import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./chart.css";
import type { Curve } from "./curves.js";

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

/** A value that is to be reached, or that something without steps has. */
export interface ChartLine {
  readonly label: string;
  readonly value: number;
  /** Undefined: the colour of text. */
  readonly color?: number;
}

interface ChartProps {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly lines?: readonly ChartLine[];
  /** How far the steps will go, where that is known. */
  readonly totalSteps: number | undefined;
}

const height = 220;

/** Curves over steps. What the pointer is at is said above them; those who hear the page get the last values. */
export function Chart({ title, series, lines = [], totalSteps }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const shownLines = useRef(lines);
  shownLines.current = lines;
  const [pointed, setPointed] = useState<number>();
  const isDark = useDarkness();
  const shape = series.map(({ label, color, isFaint }) => `${label} ${color} ${isFaint === true}`).join();
  const steps = Math.max(...series.map(({ values }) => values.length), 0);

  useEffect(() => {
    const element = place.current!;
    const colors = colorsOf(element);
    const made = new uPlot(
      optionsOf(element.clientWidth, series, colors, setPointed, shownLines),
      [[], ...series.map(() => [])],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [shape, isDark]);

  useEffect(() => {
    const x = Array.from({ length: steps }, (_, index) => index + 1);
    plot.current?.setData([x, ...series.map(({ values }) => padded(values, steps))], false);
    plot.current?.setScale("x", { min: 0, max: Math.max(totalSteps ?? 0, steps, 10) });
  });

  const at = pointed ?? steps - 1;
  const read = series.filter(({ isFaint }) => isFaint !== true).map((each) => ({ ...each, value: valueAt(each, at) }));
  const described = read.map(
    ({ label, value }) => `${label} ${value === undefined ? "nothing yet" : numberText(value)}`,
  );
  return (
    <figure class="chart">
      <figcaption class="chart-title">
        <span>{title}</span>
        <span class="muted small numbers-aligned">
          {pointed !== undefined && `step ${(at + 1).toLocaleString("en-US")}`}
        </span>
        {read.map(({ label, value, color }) => (
          <span key={label} class="chart-value small numbers-aligned" style={{ "--color": `var(--series-${color})` }}>
            {value === undefined ? "–" : numberText(value)}
          </span>
        ))}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title} over steps: ${described.join(", ")}`} />
    </figure>
  );
}

/** The value at a place; between sparse ones the last before it. */
function valueAt({ values, isSparse }: ChartSeries, at: number): number | undefined {
  if (isSparse !== true) return values[at] ?? undefined;
  return values.slice(0, at + 1).findLast((value) => value !== null) ?? undefined;
}

function padded(values: Curve, length: number): (number | null)[] {
  return [...values, ...Array<null>(length - values.length).fill(null)];
}

function numberText(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toPrecision(3);
}

/** The colours of the design as a canvas takes them. */
interface Colors {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  series(index: number): string;
  readonly font: string;
}

function colorsOf(element: HTMLElement): Colors {
  const probe = element.appendChild(document.createElement("span"));
  const resolved = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = Array.from({ length: 5 }, (_, index) => resolved(`series-${index + 1}`));
  const found = {
    text: resolved("ink"),
    muted: resolved("muted"),
    line: resolved("line"),
    series: (index: number) => colors[(index - 1) % colors.length]!,
    font: `12px ${getComputedStyle(probe).fontFamily}`,
  };
  probe.remove();
  return found;
}

function optionsOf(
  width: number,
  series: readonly ChartSeries[],
  colors: Colors,
  onPoint: (index: number | undefined) => void,
  lines: { readonly current: readonly ChartLine[] },
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colors.muted,
    font: colors.font,
    grid: { stroke: colors.line, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: { x: { time: false }, y: { range: (_, low, high) => rangeWith(low, high, lines.current) } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        values: (_, ticks) => ticks.map((tick) => tick.toLocaleString("en-US")),
      },
      { ...axis, size: 48 },
    ],
    series: [
      {},
      ...series.map(({ label, color, isFaint, isSparse }): uPlot.Series => ({
        label,
        stroke: colors.series(color),
        width: isFaint === true ? 1 : 2,
        alpha: isFaint === true ? 0.22 : 1,
        spanGaps: isSparse === true,
        points: { show: isSparse === true, size: 5, fill: colors.series(color) },
      })),
    ],
    hooks: {
      setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)],
      draw: [(plot) => drawLines(plot, lines.current, colors)],
    },
  };
}

/** The range of the values with some room, so that lines are seen, too. */
function rangeWith(low: number | null, high: number | null, lines: readonly ChartLine[]): [number, number] {
  const values = [...(low === null ? [] : [low, high!]), ...lines.map(({ value }) => value)].filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (to - from || Math.abs(to) || 1);
  // Most quantities have a natural zero, which is a better foot than a little below it.
  return [from >= 0 && from - room < 0 ? 0 : from - room, to + room];
}

function drawLines(plot: uPlot, lines: readonly ChartLine[], colors: Colors): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.lineWidth = devicePixelRatio;
  ctx.font = colors.font.replace(/^\d+px/, `${11 * devicePixelRatio}px`);
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  for (const { label, value, color } of lines) {
    const y = plot.valToPos(value, "y", true);
    ctx.strokeStyle = ctx.fillStyle = color === undefined ? colors.muted : colors.series(color);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(label, bbox.left + bbox.width, y - 2 * devicePixelRatio);
  }
  ctx.restore();
}

/** Whether the page is dark: a canvas must be drawn anew when that changes. */
function useDarkness(): boolean {
  const asked = matchMedia("(prefers-color-scheme: dark)");
  const [isDark, setIsDark] = useState(asked.matches);
  useEffect(() => {
    const follow = () => setIsDark(asked.matches);
    asked.addEventListener("change", follow);
    return () => asked.removeEventListener("change", follow);
  }, []);
  return isDark;
}
