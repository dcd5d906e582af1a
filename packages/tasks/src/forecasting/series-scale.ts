import { BlockzooError, check, describeType, ndarray, parseRecord, parseString, type NDArray } from "@blockzoo/core";
import { parseQuantity, type Quantity } from "@blockzoo/data/tables";
import { inferenceGraph, type Variant } from "@blockzoo/family";

/** What one series is called, and its scale while it was learned from. */
export interface ScaledSeries extends Quantity {
  readonly name: string;
}

/** What weights say of a network that forecasts: what it reads, on which scale, and what it says. */
export interface SeriesScale {
  /** The series, in the order of the inputs, standardised by mean and deviation. */
  readonly series: readonly ScaledSeries[];
  /** How many steps are read. */
  readonly length: number;
  /** How many steps behind them are said. */
  readonly horizon: number;
}

/** @throws BlockzooError where a value of unknown origin is not what networks that forecast need to know */
export function parseSeriesScale(value: unknown, where: string): SeriesScale {
  const { series, length, horizon } = parseRecord(value, where);
  check(Array.isArray(series) && series.length > 0, () => `${where}: series: expected a list of one at least`);
  return {
    series: (series as readonly unknown[]).map((each, index) => {
      const place = `${where}: series[${index}]`;
      return { name: parseString(parseRecord(each, place)["name"], `${place}.name`), ...parseQuantity(each, place) };
    }),
    length: stepsOf(length, `${where}: length`),
    horizon: stepsOf(horizon, `${where}: horizon`),
  };
}

function stepsOf(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw new BlockzooError(`${where}: expected a whole number of steps, found ${JSON.stringify(value) ?? "nothing"}`);
}

/** @throws BlockzooError unless the network reads so many steps of so many series, and says as many as the weights say */
export function checkSeries({ series, length, horizon }: SeriesScale, variant: Variant, where: string): void {
  const { inputs, outputs } = inferenceGraph(variant);
  const reads = { found: inputs[0]!.tensor, steps: length, verb: "reads" };
  const says = { found: outputs[0]!.tensor, steps: horizon, verb: "says" };
  for (const { found, steps, verb } of [reads, says]) {
    check(
      found.shape.slice(1).join() === `${steps},${series.length}`,
      () => `${where}: the network ${verb} ${describeType(found)}, expected [N,${steps},${series.length}]`,
    );
  }
}

/** Steps of series, float32 [..., F], standardised as they were to be learned from. */
export function standardized(steps: NDArray, { series }: Pick<SeriesScale, "series">): NDArray {
  return eachBySeries(steps, series, (value, { mean, deviation }) => (value - mean) / deviation);
}

/** What a network says of series, float32 [..., F], on the scale of the data. */
export function onOwnScale(steps: NDArray, { series }: Pick<SeriesScale, "series">): NDArray {
  return eachBySeries(steps, series, (value, { mean, deviation }) => mean + deviation * value);
}

function eachBySeries(
  { data, shape }: NDArray,
  series: readonly ScaledSeries[],
  by: (value: number, series: ScaledSeries) => number,
): NDArray {
  return ndarray(
    Float32Array.from(data, (value, index) => by(value, series[index % series.length]!)),
    shape,
  );
}
