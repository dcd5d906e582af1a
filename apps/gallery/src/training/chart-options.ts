import type uPlot from "uplot";
import type { ChartLine, ChartSeries } from "./chart.js";

/** In pixels. */
export const chartHeight = 220;

/** The colours of the design as a canvas takes them. */
export interface Colors {
  readonly muted: string;
  readonly line: string;
  series(index: number): string;
  readonly font: string;
}

export function colorsOf(element: HTMLElement): Colors {
  const probe = element.appendChild(document.createElement("span"));
  const resolved = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = Array.from({ length: 5 }, (_, index) => resolved(`series-${index + 1}`));
  const found = {
    muted: resolved("muted"),
    line: resolved("line"),
    series: (index: number) => colors[(index - 1) % colors.length]!,
    font: `12px ${getComputedStyle(probe).fontFamily}`,
  };
  probe.remove();
  return found;
}

/** How a chart is drawn; `lines` are those that are current when it is. */
export function chartOptions(
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
    height: chartHeight,
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
  for (const { value, color } of lines) {
    const y = plot.valToPos(value, "y", true);
    ctx.strokeStyle = color === undefined ? colors.muted : colors.series(color);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
