import type { Gate } from "@blockzoo/family";
import type { LaneState } from "../laboratory/training/lane.js";
import { titleOf } from "./beside.js";
import { Chart, type ChartLine, type ChartSeries } from "./chart.js";
import type { Curve, Curves, LaneCurves } from "./curves.js";

interface TrainingChartsProps {
  readonly curves: Curves;
  /** Changes with the curves. */
  readonly changes: number;
  readonly lanes: readonly LaneState[];
  readonly gate: Gate;
  readonly colorOf: (lane: string) => number;
}

/** The loss of all that is trained, and below it the metric of the claim. */
export function TrainingCharts({ curves, lanes, gate, colorOf }: TrainingChartsProps) {
  const totalSteps = lanes[0]!.totalSteps;
  const each = <Value,>(of: (curves: LaneCurves, label: string, color: number) => readonly Value[]) =>
    lanes.flatMap(({ name }) => {
      const own = curves.of(name);
      return own === undefined || own.loss.length === 0
        ? []
        : of(own, name === "main" ? "this" : titleOf(name), colorOf(name));
    });
  const losses = each(({ loss, smoothLoss }, label, color): ChartSeries[] => [
    { label: `${label}, each step`, values: loss, color, isFaint: true },
    { label, values: smoothLoss, color },
  ]);
  const { metric, atLeast, atMost } = gate;
  const taken = each(({ metrics }, label, color): ChartSeries[] =>
    metrics.has(metric) ? [{ label, values: metrics.get(metric) as Curve, color, isSparse: true }] : [],
  );
  const bounds = [atLeast, atMost].filter((bound) => bound !== undefined);
  const ends = lanes.flatMap(({ name, metrics }): ChartLine[] => {
    const value = metrics?.[metric];
    const isCurve = curves.of(name)?.metrics.has(metric) === true;
    return value === undefined || isCurve
      ? []
      : [{ label: name === "main" ? "this" : titleOf(name), value, color: colorOf(name) }];
  });
  return (
    <>
      <Chart title="Loss" series={losses} totalSteps={totalSteps} />
      {(taken.length > 0 || ends.length > 0) && (
        <Chart
          title={`Held-out ${metric}`}
          series={taken}
          lines={[...bounds.map((value) => ({ label: "the claim", value })), ...ends]}
          totalSteps={totalSteps}
        />
      )}
    </>
  );
}
