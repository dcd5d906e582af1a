import { add, div, mul, ndarray, sub, tensor } from "@blockzoo/core";
import { float32 } from "@blockzoo/core";
import type { Task } from "@blockzoo/family";
import { forecaster, type Forecaster } from "./forecaster.js";
import { checkSeries, parseSeriesScale, type SeriesScale } from "./series-scale.js";

export type { Forecaster, ForecastOptions, GivenSeries } from "./forecaster.js";
export type { ScaledSeries, SeriesScale } from "./series-scale.js";

/**
 * Says how series go on. Its graph is `forward(input float32["N", length, series])`, which gives all steps ahead at once,
 * float32 ["N", horizon, series]; an exported file takes and gives numbers on the scale of the data.
 */
export function forecasting(): Task<SeriesScale, Forecaster, "forward"> {
  return {
    name: "forecasting",
    graphs: ["forward"],
    parseMeaning: parseSeriesScale,
    checkMeaning: checkSeries,
    use: forecaster,
    drill: async () => (await import("../drills/tensors.js")).tensorsDrill,
    exported: ({ series, length }) => {
      const each = (numbers: readonly number[]) => tensor(ndarray([...numbers], [1, 1, series.length]));
      const mean = () => each(series.map((own) => own.mean));
      const deviation = () => each(series.map((own) => own.deviation));
      return {
        forward: {
          prepare: {
            input: float32("N", length, series.length),
            apply: (raw) => div(sub(raw, mean()), deviation()),
          },
          finish: (output) => add(mul(output, deviation()), mean()),
        },
      };
    },
    command: async () => (await import("./command.js")).command,
  };
}
