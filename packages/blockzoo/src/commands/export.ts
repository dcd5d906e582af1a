import { basename, dirname, extname, join } from "node:path";
import { BlockzooError, check, specialize } from "@blockzoo/core";
import { graphTitle, type ExportSteps } from "@blockzoo/family";
import { exportModelFiles, exportModelSet, type ModelOptions } from "@blockzoo/onnx";
import { describedGraph, type DescribedGraph } from "../exporting/described-graph.js";
import { carriesState, manifestFile } from "../exporting/manifest.js";
import { ejectedProgram, wrapperFiles } from "../exporting/wrapper.js";
import { chooseGraphs, type ChosenGraph } from "../models/input-types.js";
import type { ResolvedModel } from "../models/resolved-model.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights, type ChosenWeights } from "../models/weights.js";
import { makeFolder, writeOutputs } from "../output-file.js";
import { note } from "../terminal.js";

export interface ExportOptions {
  readonly out: string;
  readonly weights?: string;
  readonly entry?: string;
  readonly batch: number | "dynamic";
  readonly opset?: number;
  readonly dtype?: "float32" | "float16";
  readonly externalData?: "auto" | "always" | "never";
  readonly withPreprocessing?: boolean;
  readonly withWrapper?: boolean;
  readonly input?: string;
}

/** A graph and the options with which it is written. */
interface Written extends DescribedGraph {
  readonly name: string;
  readonly options: ModelOptions;
}

/** Writes a network with its weights as an ONNX file, or as a folder that is a program with it. */
export async function run(id: string, options: ExportOptions): Promise<number> {
  const resolved = await resolveModel(id);
  const weights = await chooseWeights(resolved, options);
  const model = { ...resolved, variant: weights.variant };
  const steps = stepsOf(model, weights, options);
  const graphs = chooseGraphs(model, options.input).map((graph) => written(model, graph, steps, { weights, options }));
  const [only, ...further] = graphs as [Written, ...Written[]];
  if (options.withWrapper === true) await eject(model, graphs, { weights, options });
  else if (further.length > 0) await writeSet(model, graphs, { weights, options });
  else await writeOne(model, only, { weights, options });
  return 0;
}

interface Export {
  readonly weights: ChosenWeights;
  readonly options: ExportOptions;
}

/** What the files do before and behind each graph, where that is asked for. */
function stepsOf(
  model: ResolvedModel,
  weights: ChosenWeights,
  { withPreprocessing, withWrapper }: ExportOptions,
): Readonly<Record<string, ExportSteps>> {
  if (withPreprocessing !== true && withWrapper !== true) return {};
  const { task } = model.variant;
  const meaning = parsedMeaning(model, weights);
  const steps = task.exported?.(meaning) ?? {};
  check(
    withPreprocessing !== true || Object.keys(steps).length > 0,
    () => `--with-preprocessing: ${model.id} does ${task.name}, which takes its inputs as they are`,
  );
  return steps as Readonly<Record<string, ExportSteps>>;
}

function parsedMeaning({ variant: { task } }: ResolvedModel, { meaning, source }: ChosenWeights): unknown {
  if (meaning !== undefined) return task.parseMeaning(meaning, source);
  throw new BlockzooError(
    `the weights ${source} do not say how their inputs are prepared, nor what their outputs mean`,
  );
}

function written(
  model: ResolvedModel,
  chosen: ChosenGraph,
  steps: Readonly<Record<string, ExportSteps>>,
  { weights, options }: Export,
): Written {
  const described = describedGraph(model, model.variant.create(), chosen, steps[chosen.name]);
  const { batch, opset, dtype } = options;
  const { pixels, labels } = described;
  check(
    options.withWrapper !== true || labels?.length === steps[chosen.name]?.labels?.length,
    () => `--with-wrapper: the output of ${model.id} has not one score for each class`,
  );
  return {
    ...described,
    name: chosen.name,
    graph: batch === "dynamic" ? described.graph : specialize(described.graph, { N: batch }),
    options: {
      weights: weights.values,
      graphName: graphTitle(model.name, chosen.name),
      metadata: { weights: weights.source, ...(labels && { labels: labels.join("\n") }) },
      ...(opset !== undefined && { opset }),
      ...(dtype !== undefined && { dtype }),
      ...(pixels && { pixels }),
      ...(labels && { labels }),
    },
  };
}

/** `net.onnx`, `net.onnx.data` with its weights where they are large, and `net.json` where it carries a state from run to run. */
async function writeOne({ name }: ResolvedModel, only: Written, { weights, options }: Export): Promise<void> {
  const { out, externalData } = options;
  const dataFile = `${basename(out)}.data`;
  const external = { ...only.options, dataFile, ...(externalData !== undefined && { externalData }) };
  const { model: bytes, data } = exportModelFiles(only.graph, external);
  const beside = data && { path: `${out}.data`, content: data.pieces };
  const manifest = carriesState(only.graph)
    ? manifestFile(name, [{ ...only, file: basename(out) }], { out, ...(data && { data: dataFile }) })
    : undefined;
  await writeOutputs([...(beside ? [beside] : []), { path: out, content: bytes }, ...(manifest ? [manifest] : [])]);
  noteSize(out, bytes.length, weights);
  if (data !== undefined) note(`wrote ${out}.data: ${sizeText(data.byteLength)}, which must stay beside it`);
  if (manifest !== undefined) note(`wrote ${manifest.path}: what it takes from its own run before`);
}

/** `net.encode.onnx`, `net.step.onnx`, `net.onnx.data` with the weights of both, and `net.json`, which says how they are called. */
async function writeSet(
  { name }: ResolvedModel,
  graphs: readonly Written[],
  { weights, options }: Export,
): Promise<void> {
  const { out, externalData = "always" } = options;
  check(
    externalData !== "never",
    () => `--external-data never: ${name} has several graphs, which share one file of weights`,
  );
  const ending = extname(out);
  const stem = basename(out, ending);
  const dataFile = `${basename(out)}.data`;
  const inFolder = (file: string) => join(dirname(out), file);
  const files = graphs.map((graph) => ({ ...graph, file: `${graphTitle(stem, graph.name)}${ending}` }));
  const { models, data } = exportModelSet(
    Object.fromEntries(
      graphs.map(({ name: own, graph, options: modelOptions }) => [own, { graph, options: modelOptions }]),
    ),
    { dataFile },
  );
  const manifest = manifestFile(name, files, { out, data: dataFile });
  await writeOutputs([
    { path: inFolder(dataFile), content: data.pieces },
    ...files.map(({ name: own, file }) => ({ path: inFolder(file), content: models[own]! })),
    manifest,
  ]);
  for (const { name: own, file } of files) noteSize(inFolder(file), models[own]!.length, weights);
  note(`wrote ${inFolder(dataFile)}: ${sizeText(data.byteLength)}, which must stay beside them`);
  note(`wrote ${manifest.path}: how they are called in turn`);
}

/** A folder with the models, the weights inside, and the program of the network's task. */
async function eject(model: ResolvedModel, graphs: readonly Written[], { weights, options }: Export): Promise<void> {
  const { out, batch, externalData = "never" } = options;
  check(
    batch === "dynamic",
    () => `--with-wrapper: its code knows how many samples it runs at a time, got --batch ${batch}`,
  );
  check(externalData === "never", () => "--with-wrapper: weights are in the models, --external-data never");
  const program = await ejectedProgram(model.variant, parsedMeaning(model, weights));
  const models = graphs.map(({ name, graph, options: modelOptions }) => {
    const dataFile = `${name}.onnx.data`;
    return [name, exportModelFiles(graph, { ...modelOptions, externalData, dataFile }).model] as const;
  });
  const folder = await makeFolder(out);
  const files = await wrapperFiles(folder, Object.fromEntries(models), program);
  await writeOutputs(files);
  noteSize(
    folder,
    models.reduce((sum, [, { length }]) => sum + length, 0),
    weights,
  );
  note(files.map(({ path }) => `  ${basename(path)}`).join("\n"));
}

function noteSize(path: string, bytes: number, { source, trained }: ChosenWeights): void {
  note(`wrote ${path}: ${sizeText(bytes)}, weights ${source}${trained ? "" : ", which are not trained"}`);
}

function sizeText(bytes: number): string {
  return `${bytes.toLocaleString("en-US")} bytes`;
}
