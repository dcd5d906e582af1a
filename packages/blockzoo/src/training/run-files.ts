import { join } from "node:path";
import { countParameters, type Backend, type NDArray } from "@blockzoo/core";
import { graphTitle, type GraphDefinition, type RecipeResult } from "@blockzoo/family";
import { diagram, figureSvg, reportHtml, type ReportContent } from "@blockzoo/inspect";
import { writeWeightsFile } from "@blockzoo/weights/node";
import { descriptionMetadata } from "../models/weights-description.js";
import { writeOutput } from "../output-file.js";
import { stepsTaken } from "./outcome.js";
import type { TrainingJob } from "./training-job.js";

export interface FinishedRun {
  readonly job: TrainingJob;
  readonly result: RecipeResult;
  readonly folder: string;
  readonly backend: Backend;
  readonly seconds: number;
  /** As typed in a shell. */
  readonly command: string;
}

/** Writes the weights and the report page of a finished run beside its checkpoint and history. */
export async function writeRunFiles(run: FinishedRun): Promise<{ readonly weights: string; readonly report: string }> {
  const { job, result, folder } = run;
  const files = { weights: join(folder, "weights.safetensors"), report: join(folder, "report.html") };
  await writeWeightsFile(files.weights, result.weights, {
    metadata: {
      recipe: job.recipe.id,
      metrics: JSON.stringify(result.metrics),
      ...descriptionMetadata(job.description),
    },
  });
  await writeOutput(files.report, reportHtml(reportOf(run)));
  return files;
}

function reportOf({ job, result, backend, seconds, command }: FinishedRun): ReportContent {
  const { model, recipe } = job;
  const network = model.variant.create();
  const graphs = Object.entries<GraphDefinition>(model.variant.graphs).filter(
    ([, { input }]) => Object.keys(input).length > 0,
  );
  const filters = firstKernels(result.weights.values());
  const { runtime, threads } = backend.capabilities;
  return {
    title: job.name,
    facts: [
      ...Object.entries(result.metrics).map(([name, value]) => [`held-out ${name}`, value.toPrecision(4)] as const),
      ["parameters", countParameters(network).toLocaleString("en-US")],
      ["steps", stepsTaken(result).toLocaleString("en-US")],
      ["time", `${seconds.toFixed(1)} s`],
      ["backend", `${runtime}, ${threads} ${threads === 1 ? "thread" : "threads"}`],
    ],
    ...(job.judged && { introduction: recipe.claim }),
    history: result.history,
    ...(result.predictions && { confusion: result.predictions }),
    figures: result.figures?.map(figureSvg) ?? [],
    ...(filters && { filters }),
    diagram: graphs.map(([method, { input }]) =>
      diagram(network, { method, inputs: input, name: graphTitle(model.name, method) }),
    ),
    command,
  };
}

/** The weight of the first convolution whose kernels are images. */
function firstKernels(weights: Iterable<NDArray>): NDArray | undefined {
  for (const weight of weights) if (weight.shape.length === 4 && weight.shape[2]! > 1) return weight;
  return undefined;
}
