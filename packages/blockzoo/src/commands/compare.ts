import { specialize, tolerances } from "@blockzoo/core";
import { backendName, backendNames, openBackend } from "../backends.js";
import { bugReport, differenceText, placeOf, verdictText } from "../comparison/bug-report.js";
import { compareBackends, type Comparison } from "../comparison/compare-backends.js";
import { exampleInputs } from "../comparison/example-inputs.js";
import { tappedGraph } from "../comparison/tapped-graph.js";
import { chooseSizedInput } from "../models/input-types.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights } from "../models/weights.js";
import { writeOutput } from "../output-file.js";
import { packageVersion } from "../package-version.js";
import { note, print, table } from "../terminal.js";

const tolerance = tolerances.block;

export interface CompareOptions {
  readonly backends?: string;
  readonly weights?: string;
  readonly seed?: number;
  readonly input?: string;
  readonly report?: string;
}

/** More than one sample, so that a mistake in the batch's axis shows. */
const defaultBatch = 2;

/**
 * Runs a network on several backends, and shows how far every block's output is from the baseline's.
 *
 * @param open how a backend is opened; another one in tests
 */
export async function run(id: string, options: CompareOptions, open = openBackend): Promise<number> {
  const backends = [...new Set((options.backends?.split(",") ?? backendNames).map((name) => backendName(name.trim())))];
  const model = await resolveModel(id);
  const block = model.create();
  const weights = await chooseWeights(model, block, options.weights);
  const { types, batch = defaultBatch } = chooseSizedInput(model, options.input);
  const tapped = tappedGraph(block, types, model.name);
  const isOpen = tapped.graph.inputs.some(({ tensor }) => tensor.shape.includes("N"));
  const graph = isOpen ? specialize(tapped.graph, { N: batch }) : tapped.graph;
  const feeds = exampleInputs(graph, options.seed ?? 0);
  const own = { graph, taps: tapped.taps };
  const comparison = await compareBackends({ tapped: own, feeds, weights: weights.values, backends, tolerance, open });

  show(comparison);
  if (options.report !== undefined) {
    const command = ["blockzoo compare", id, ...commandOptions(options)].join(" ");
    await writeOutput(
      options.report,
      bugReport({ comparison, tapped: own, command, tolerance, version: packageVersion() }),
    );
    note(`wrote ${options.report}`);
  }
  return exitCode(comparison, options.backends !== undefined);
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

function commandOptions({ backends, weights, seed, input }: CompareOptions): string[] {
  return Object.entries({ backends, weights, seed, input }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
}
