import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { smoothed, type Run } from "./run.js";

/** Colours for curves, in turn: the series of the app. */
export function seriesOf({ id }: Run): string {
  return `var(--series-${((id - 1) % 5) + 1})`;
}

const height = 260;

/** The losses of all runs over their steps. */
export function LossChart({ runs }: { readonly runs: readonly Run[] }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const ids = runs.map(({ id }) => id).join();
  useEffect(() => {
    const element = place.current!;
    const draw = () => {
      chart.current?.destroy();
      chart.current = new uPlot(optionsOf(runs, element), dataOf(runs), element);
    };
    draw();
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) chart.current?.setSize({ width: element.clientWidth, height });
    });
    resized.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", draw);
      chart.current?.destroy();
      chart.current = undefined;
    };
  }, [ids]);
  useEffect(() => {
    // Several steps may come between two frames.
    const frame = requestAnimationFrame(() => chart.current?.setData(dataOf(runs)));
    return () => cancelAnimationFrame(frame);
  }, [runs]);
  return <div class="playground-chart" ref={place} role="img" aria-label={description(runs)} />;
}

function description(runs: readonly Run[]): string {
  const last = runs.map(({ name, losses }) => `${name}: ${smoothed(losses).at(-1)?.toPrecision(3) ?? "none yet"}`);
  return `Training loss. ${last.join("; ")}`;
}

function optionsOf(runs: readonly Run[], element: HTMLElement): uPlot.Options {
  const ink = colour(element, "var(--muted)");
  const grid = { stroke: colour(element, "var(--line)"), width: 1 };
  const axis = { stroke: ink, grid, ticks: { show: false }, font: `12px ${getComputedStyle(element).fontFamily}` };
  return {
    width: Math.max(element.clientWidth, 100),
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: false } },
    axes: [
      { ...axis, label: "steps", labelSize: 20 },
      { ...axis, size: 56 },
    ],
    series: [
      {},
      ...runs.map((run) => ({
        label: run.name,
        stroke: colour(element, seriesOf(run)),
        width: 2,
        points: { show: false },
      })),
    ],
  };
}

/** A canvas knows no custom properties. */
function colour(element: HTMLElement, value: string): string {
  const probe = document.createElement("span");
  probe.style.color = value;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function dataOf(runs: readonly Run[]): uPlot.AlignedData {
  const longest = Math.max(1, ...runs.map(({ losses }) => losses.length));
  const steps = Array.from({ length: longest }, (_, index) => index + 1);
  return [
    steps,
    ...runs.map(({ losses }) => {
      const means = smoothed(losses);
      return steps.map((_, index) => (Number.isFinite(means[index]) ? means[index]! : null));
    }),
  ];
}
