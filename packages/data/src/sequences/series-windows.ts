import { check, type NDArray } from "@blockzoo/core";
import type { Dataset } from "../dataset.js";
import { windowDataset } from "./windows.js";

/** What {@link seriesWindows} takes. */
export interface SeriesWindowsOptions {
  readonly name: string;
  /** float32[T] or float32[T,F]: F measurements at each of T times. */
  readonly series: NDArray;
  /** The steps that a network sees. */
  readonly length: number;
  /** The steps right behind them, which it predicts; 1 by default. */
  readonly horizon?: number;
  /** The steps from one window to the next, 1 by default. */
  readonly stride?: number;
}

/**
 * A series cut into what is known and what comes then: `x` float32[n,length,...], `y` float32[n,horizon,...]. Windows overlap
 * unless the stride is as long as they are, so cut a series into parts for training and testing first, and its windows then.
 *
 * @throws BlockzooError when the series is shorter than one window and its horizon
 *
 * @example
 * seriesWindows({ name: "sunspots", series: ndarray(counts), length: 24, horizon: 12 });   // x [n,24], y [n,12]
 */
export function seriesWindows(options: SeriesWindowsOptions): Dataset {
  const { name, series, length, horizon = 1, stride = 1 } = options;
  check(
    series.dtype === "float32" && series.shape.length >= 1,
    () => `${name}: a series is float32[T] or float32[T,F], found ${series.dtype}[${series.shape}]`,
  );
  const windows = { x: { from: 0, steps: length }, y: { from: length, steps: horizon } };
  return windowDataset({ name, sequence: series, stride, windows });
}
