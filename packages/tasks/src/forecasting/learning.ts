import { ndarray, type Block, type NDArray, type Tensor } from "@blockzoo/core";
import { seriesWindows, type Dataset, type NamedSeries } from "@blockzoo/data";
import { meanSquaredError, type Evaluated, type SupervisedRecipeOptions } from "@blockzoo/train";
import { standardized, type SeriesScale } from "./series-scale.js";

type Series = Pick<NamedSeries, "names" | "values">;

/** How a series is cut into windows. */
export interface WindowSizes {
  /** How many steps are read. */
  readonly length: number;
  /** How many steps behind them are said. */
  readonly horizon: number;
}

/** What is learned from, and what is measured on. */
export interface SeriesParts {
  readonly meaning: SeriesScale;
  readonly train: Dataset;
  readonly test: Dataset;
}

/** The share of a series, its end, that is held out. */
const heldOut = 0.2;

/** The steps of a series, from its start, that are learned from. */
export function learnedSteps({ values }: Pick<Series, "values">): number {
  return Math.floor((1 - heldOut) * values.shape[0]!);
}

/**
 * Windows over a series: a fifth, its end, is held out, and means and deviations are those of the steps before. What is said of
 * held-out steps may be said by what came before them, as a forecaster would.
 *
 * @param name what errors call it
 * @throws BlockzooError where one of the parts is shorter than a window
 */
export function seriesParts(
  { names, values }: Series,
  { name, length, horizon }: WindowSizes & { readonly name: string },
): SeriesParts {
  const [steps, width] = values.shape as [number, number];
  const learned = learnedSteps({ values });
  const part = (from: number, to: number): NDArray =>
    ndarray(values.data.slice(from * width, to * width), [to - from, width]);
  const meaning = {
    series: names.map((each, index) => ({ name: each, ...scaleOf(part(0, learned), index) })),
    length,
    horizon,
  };
  const windows = (series: NDArray) => seriesWindows({ name, series: standardized(series, meaning), length, horizon });
  return { meaning, train: windows(part(0, learned)), test: windows(part(Math.max(0, learned - length), steps)) };
}

/** Mean and deviation of one of the series; 1 where it does not vary. */
function scaleOf({ data, shape: [steps, width] }: NDArray, series: number): { mean: number; deviation: number } {
  const own = Array.from({ length: steps! }, (_, step) => data[step * width! + series]!);
  const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const mean = meanOf(own);
  const deviation = Math.sqrt(meanOf(own.map((value) => (value - mean) ** 2)));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/**
 * What a forecaster minimises, the squared error of standardised series, and what is measured: `error`, its root, and
 * `relativeError`, which is the error divided by that of saying the last step again.
 */
export const forecastObjective: Pick<SupervisedRecipeOptions<Block>, "loss" | "forward" | "metrics"> = {
  loss: (model, { x, y }) => meanSquaredError(forecastOf(model, x), y),
  forward: (model, { x }) => ({ forecast: forecastOf(model, x) }),
  metrics: {
    error: ({ outputs, inputs }) => rootMeanSquare(outputs["forecast"]!, inputs["y"]!),
    relativeError: ({ outputs, inputs }) =>
      rootMeanSquare(outputs["forecast"]!, inputs["y"]!) / rootMeanSquare(lastAgain(inputs), inputs["y"]!),
  },
};

function forecastOf(model: Block, x: Tensor): Tensor {
  return (model.forward as (x: Tensor) => Tensor)(x);
}

/** The root of the mean squared difference of forecasts and what came, both float32 [N, horizon, F]. */
export function rootMeanSquare(forecast: NDArray, came: NDArray): number {
  const squares = Array.from(came.data, (value, index) => (forecast.data[index]! - value) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** The last step of each window, said for each step ahead. */
export function lastAgain({ x, y }: Evaluated["inputs"]): NDArray {
  const [, length, width] = x!.shape as [number, number, number];
  const [, horizon] = y!.shape as [number, number];
  const values = Float32Array.from(y!.data, (_, index) => {
    const window = Math.floor(index / (horizon * width));
    return x!.data[(window * length + length - 1) * width + (index % width)]!;
  });
  return ndarray(values, y!.shape);
}
