import { curvesSvg, type CurvePoint, type Series } from "../charts/index.js";
import { groupBy } from "../group-by.js";

/** One point of a training run, as recipes and `fit` give it. */
export interface HistoryEntry {
  readonly step: number;
  readonly loss?: number;
  readonly learningRate?: number;
  /** Metrics on held-out data, where they were taken at this step. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** The charts of a run: the loss where it has one, all metrics between 0 and 1 in one, and every other metric in its own. */
export function historyCharts(history: readonly HistoryEntry[]): string[] {
  const metrics = metricSeries(history);
  const shares = metrics.filter(({ points }) => points.every(([, y]) => y >= 0 && y <= 1));
  const others = metrics.filter((each) => !shares.includes(each));
  const points = history.flatMap(({ step, loss }): CurvePoint[] => (loss === undefined ? [] : [[step, loss]]));
  return [
    ...(points.length === 0
      ? []
      : [curvesSvg([{ label: "loss", points }], { title: "Training loss", log: spansOrders(points) })]),
    ...(shares.length === 0
      ? []
      : [curvesSvg(shares, { title: shares.length === 1 ? shares[0]!.label : "Metrics on held-out data" })]),
    ...others.map((each) => curvesSvg([each], { title: each.label, log: spansOrders(each.points) })),
  ];
}

function metricSeries(history: readonly HistoryEntry[]): Series[] {
  const values = history.flatMap(({ step, metrics = {} }) =>
    Object.entries(metrics).map(([name, value]) => ({ name, point: [step, value] satisfies CurvePoint })),
  );
  return [...groupBy(values, ({ name }) => name)].map(([label, found]) => ({
    label,
    points: found.map(({ point }) => point),
  }));
}

/** A value that falls a hundredfold shows its course only on a logarithmic axis. */
function spansOrders(points: readonly CurvePoint[]): boolean {
  const values = points.map(([, y]) => y).filter((y) => Number.isFinite(y));
  return values.length > 0 && values.every((y) => y > 0) && Math.max(...values) > 100 * Math.min(...values);
}
