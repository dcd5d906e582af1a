import { tolerances } from "@blockzoo/core";
import { drawInputs, graphTitle, numericTypes } from "@blockzoo/family";
import { backendName, backendNames, openBackend } from "../backends.js";
import { bugReport, differenceText, placeOf, verdictText } from "../comparison/bug-report.js";
import { compareBackends, type Comparison } from "../comparison/compare-backends.js";
import { tappedGraph } from "../comparison/tapped-graph.js";
import { chooseSizedGraphs } from "../models/input-types.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights } from "../models/weights.js";
import { writeOutput } from "../output-file.js";
import { packageVersion } from "../package-version.js";
import { note, print, table } from "../terminal.js";

const tolerance = tolerances.block;

export interface CompareOptions {
  readonly backends?: string;
  readonly weights?: string;
  readonly entry?: string;
  readonly seed?: number;
  readonly input?: string;
  readonly report?: string;
}

/** More than one sample, so that a mistake in the batch's axis shows. */
const defaultBatch = 2;

/**
 * Runs the graphs of a network on several backends, and shows how far every block's output is from the baseline's.
 *
 * @param open how a backend is opened; another one in tests
 */
export async function run(id: string, options: CompareOptions, open = openBackend): Promise<number> {
  const backends = [...new Set((options.backends?.split(",") ?? backendNames).map((name) => backendName(name.trim())))];
  const model = await resolveModel(id);
  const weights = await chooseWeights(model, options);
  const reports: string[] = [];
  const exitCodes: number[] = [];
  for (const graph of chooseSizedGraphs({ ...model, variant: weights.variant }, options.input, weights.meaning)) {
    const name = graphTitle(model.name, graph.name);
    const inputs = numericTypes(graph, { samples: graph.batch ?? defaultBatch });
    const tapped = tappedGraph(weights.variant.create(), { method: graph.name, inputs, name });
    const feeds = drawInputs({ ...graph, input: inputs }, { samples: 0, seed: options.seed ?? 0 });
    const comparison = await compareBackends({ tapped, feeds, weights: weights.values, backends, tolerance, open });
    if (graph.name !== "forward") print(`${exitCodes.length > 0 ? "\n" : ""}${name}\n`);
    show(comparison);
    const command = ["blockzoo compare", id, ...commandOptions(options)].join(" ");
    reports.push(bugReport({ comparison, tapped, command, tolerance, version: packageVersion() }));
    exitCodes.push(exitCode(comparison, options.backends !== undefined));
  }
  if (options.report !== undefined) {
    await writeOutput(options.report, reports.join("\n"));
    note(`wrote ${options.report}`);
  }
  return Math.max(...exitCodes);
}

function show({ baseline, verdicts, rows }: Comparison): void {
  const ran = verdicts.filter((verdict) => verdict.ran).map(({ backend }) => backend);
  if (ran.length > 0) {
    const cells = rows.map(({ tap, shape, differences }) => [
      placeOf(tap.output),
      tap.type,
      shape.join("x"),
      ...differences.map(differenceText),
    ]);
    print(`difference from ${baseline!.backend}, relative to the largest value:\n`);
    print(`${table(["block", "type", "output", ...ran], cells)}\n`);
  }
  for (const verdict of verdicts) print(verdictText(verdict, tolerance));
  if (ran.length === 0)
    print(baseline === undefined ? "Nothing ran." : `Nothing was compared: only ${baseline.backend} ran.`);
}

/** A backend that was asked for and did not run is a failure; one of the default set may be missing. */
function exitCode({ verdicts }: Comparison, isAskedFor: boolean): number {
  const ran = verdicts.filter((verdict) => verdict.ran);
  const isMissing = isAskedFor && ran.length < verdicts.length;
  return ran.length === 0 || isMissing || ran.some(({ diverges }) => diverges !== undefined) ? 1 : 0;
}

function commandOptions({ backends, weights, entry, seed, input }: CompareOptions): string[] {
  return Object.entries({ backends, weights, entry, seed, input }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
}
