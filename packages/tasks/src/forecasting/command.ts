import { check, ndarray, type NDArray } from "@blockzoo/core";
import { parseSeries } from "@blockzoo/data";
import { parseTable } from "@blockzoo/data/tables";
import type { Figure, TaskCommand } from "@blockzoo/family";
import { readFile } from "../answers/read-file.js";
import { farthest, type Forecaster } from "./forecaster.js";
import { forecastingLesson } from "./lesson.js";
import type { SeriesScale } from "./series-scale.js";

export const command: TaskCommand<SeriesScale, Forecaster, "horizon"> = {
  takes: "a series, a row for each step, the last one last (.csv, .tsv)",
  settings: {
    horizon: {
      about: "how many steps ahead; 0 for as many as were learned",
      default: 0,
      least: 0,
      most: farthest,
      whole: true,
    },
  },
  async answer({ input, settings, use, meaning, note }) {
    const { names } = use;
    const table = parseTable(await readFile(input), { name: input, names });
    const found = parseSeries(table, { names });
    note(`note: ${input}: ${[...table.notes, ...found.notes].join("; ")}`);
    check(
      found.names.length === names.length,
      () => `${input}: has the series ${found.names.join(", ")}, the network was trained on ${names.join(", ")}`,
    );
    const known = rowsOf(found.values);
    check(
      known.length >= meaning.length,
      () => `${input}: has ${known.length} steps, the network reads ${meaning.length}: give as many at least`,
    );
    const horizon = settings.horizon === 0 ? meaning.horizon : settings.horizon;
    const forecast = rowsOf(await use.forecast(known, { horizon }));
    return {
      text: asTable(names, forecast),
      json: { series: names, forecast },
      files: { ".csv": () => new TextEncoder().encode(asCsv(names, forecast)) },
      figure: drawn(names, [...known.slice(-meaning.length), ...forecast], forecast.length),
    };
  },
  lesson: forecastingLesson,
};

function rowsOf({ data, shape: [steps = 0, width = 1] }: NDArray): number[][] {
  return Array.from({ length: steps }, (_, step) => [...data.subarray(step * width, (step + 1) * width)]);
}

const shown = (value: number) => String(Number(value.toPrecision(6)));

/** Columns under their names, a row for each step ahead. */
function asTable(names: readonly string[], forecast: readonly (readonly number[])[]): string {
  const rows = [["step", ...names], ...forecast.map((row, step) => [`+${step + 1}`, ...row.map(shown)])];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join("  ")).join("\n");
}

function asCsv(names: readonly string[], forecast: readonly (readonly number[])[]): string {
  const quoted = (name: string) => (/[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const rows = [["step", ...names.map(quoted)], ...forecast.map((row, step) => [step + 1, ...row.map(shown)])];
  return rows.map((row) => `${row.join(",")}\n`).join("");
}

/** Each series with its forecast behind it. */
function drawn(names: readonly string[], steps: readonly (readonly number[])[], ahead: number): Figure {
  return {
    kind: "traces",
    title: `The last ${ahead} steps are the forecast`,
    traces: names.map((label, index) => ({ label, values: ndarray(Float32Array.from(steps, (step) => step[index]!)) })),
  };
}
