import { check, ndarray, type NDArray } from "@blockzoo/core";
import type { Disposable, Network, TaskParts } from "@blockzoo/family";
import { onOwnScale, standardized, type SeriesScale } from "./series-scale.js";

/** So that a number too many does not run for hours. */
export const farthest = 10_000;

export interface ForecastOptions {
  /**
   * How many steps ahead, 10,000 at most; as many as the network says at once by default. What lies further ahead is said of what was said:
   * the network reads its own forecast.
   */
  readonly horizon?: number;
}

/** A series that a program has, the last step last: numbers, or a list of numbers for each step where there are several series. */
export type GivenSeries = ArrayLike<number> | readonly ArrayLike<number>[];

/** Says how series go on. */
export interface Forecaster extends Disposable {
  /** The names of the series, in the order of the numbers of a step. */
  readonly names: readonly string[];
  /** How many steps it must be given; of more, the last ones count. */
  readonly length: number;
  /**
   * The steps behind the last one of a series, on the scale of the data: float32 [horizon, series].
   *
   * @throws BlockzooError where there are fewer steps than the network reads, another number of series, or what is no number
   */
  forecast(series: GivenSeries, options?: ForecastOptions): Promise<NDArray>;
}

export function forecaster({ networks: { forward }, meaning, dispose }: TaskParts<SeriesScale, "forward">): Forecaster {
  const { series: known, length } = meaning;
  return {
    names: known.map(({ name }) => name),
    length,
    async forecast(series, { horizon = meaning.horizon } = {}) {
      check(
        Number.isSafeInteger(horizon) && horizon > 0 && horizon <= farthest,
        () => `forecast: expected a horizon of 1 to ${farthest} steps, found ${horizon}`,
      );
      const steps = standardized(lastSteps(series, meaning), meaning);
      return onOwnScale(await goOn(forward, steps, horizon), meaning);
    },
    dispose,
  };
}

/** The steps that the network reads: float32 [length, F]. */
function lastSteps(given: GivenSeries, { series, length }: SeriesScale): NDArray {
  const width = series.length;
  check(given.length >= length, () => `forecast: the network reads ${length} steps, found ${given.length}`);
  const steps = Array.from({ length }, (_, index) => {
    const place = given.length - length + index;
    const step = given[place]!;
    const values = typeof step === "number" ? [step] : Array.from(step);
    check(
      values.length === width && values.every((value) => Number.isFinite(value)),
      () =>
        `forecast: step ${place} is ${JSON.stringify(step)}, expected ${width} finite ${width === 1 ? "number" : "numbers"}`,
    );
    return values;
  });
  return ndarray(Float32Array.from(steps.flat()), [length, width]);
}

/** What comes behind the steps [length, F]: as often as needed, the network reads the last ones, its own forecasts included. */
async function goOn(network: Network, { data, shape }: NDArray, horizon: number): Promise<NDArray> {
  const [length, width] = shape as [number, number];
  const known = [...data];
  const [input] = Object.keys(network.input);
  while (known.length < (length + horizon) * width) {
    const window = ndarray(Float32Array.from(known.slice(-length * width)), [1, length, width]);
    known.push(...(await network.outputs({ [input!]: window }))[network.output]!.data);
  }
  return ndarray(Float32Array.from(known.slice(length * width, (length + horizon) * width)), [horizon, width]);
}
