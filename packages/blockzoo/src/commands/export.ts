import { basename, dirname, extname, join } from "node:path";
import { BlockzooError, check, specialize } from "@blockzoo/core";
import { graphTitle, type EjectedProgram, type ExportSteps } from "@blockzoo/family";
import { exportModelFiles, exportModelSet, type ModelOptions } from "@blockzoo/onnx";
import { describedGraph, type DescribedGraph } from "../exporting/described-graph.js";
import { manifestOf } from "../exporting/manifest.js";
import { wrapperFiles } from "../exporting/wrapper.js";
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
  const isDescribed = options.withPreprocessing === true || options.withWrapper === true;
  const steps = isDescribed ? stepsOf(model, weights) : {};
  const graphs = chooseGraphs(model, options.input).map((graph) => written(model, graph, steps, { weights, options }));
  const [only, ...further] = graphs as [Written, ...Written[]];
  if (options.withWrapper === true) await eject(only, await programOf(model, weights), { weights, options });
  else if (further.length > 0) await writeSet(model, graphs, { weights, options });
  else await writeOne(only, { weights, options });
  return 0;
}

interface Export {
  readonly weights: ChosenWeights;
  readonly options: ExportOptions;
}

/** What the files do before and behind each graph. */
function stepsOf(
  { id, variant: { task } }: ResolvedModel,
  { meaning, source }: ChosenWeights,
): Readonly<Record<string, ExportSteps>> {
  if (meaning === undefined) {
    throw new BlockzooError(`--with-preprocessing: the weights ${source} do not say how their inputs are prepared`);
  }
  const steps = task.exported?.(task.parseMeaning(meaning, source));
  if (steps !== undefined) return steps as Readonly<Record<string, ExportSteps>>;
  throw new BlockzooError(`--with-preprocessing: ${id} does ${task.name}, which takes its inputs as they are`);
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

async function writeOne({ graph, options: modelOptions }: Written, { weights, options }: Export): Promise<void> {
  const { out, externalData } = options;
  const dataFile = `${basename(out)}.data`;
  const external = { ...modelOptions, dataFile, ...(externalData !== undefined && { externalData }) };
  const { model: bytes, data } = exportModelFiles(graph, external);
  const beside = data && { path: `${out}.data`, content: data.pieces };
  await writeOutputs([...(beside ? [beside] : []), { path: out, content: bytes }]);
  noteSize(out, bytes.length, weights);
  if (data !== undefined) note(`wrote ${out}.data: ${sizeText(data.byteLength)}, which must stay beside it`);
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
  const manifest = `${JSON.stringify(manifestOf(name, dataFile, files), undefined, 2)}\n`;
  await writeOutputs([
    { path: inFolder(dataFile), content: data.pieces },
    ...files.map(({ name: own, file }) => ({ path: inFolder(file), content: models[own]! })),
    { path: inFolder(`${stem}.json`), content: new TextEncoder().encode(manifest) },
  ]);
  for (const { name: own, file } of files) noteSize(inFolder(file), models[own]!.length, weights);
  note(`wrote ${inFolder(dataFile)}: ${sizeText(data.byteLength)}, which must stay beside them`);
  note(`wrote ${inFolder(`${stem}.json`)}: how they are called in turn`);
}

/** @throws BlockzooError where the task has no program that could use an exported model */
async function programOf(
  { variant: { task } }: ResolvedModel,
  { meaning, source }: ChosenWeights,
): Promise<EjectedProgram> {
  const { ejected } = await task.command();
  if (ejected !== undefined) return ejected(task.parseMeaning(meaning, source));
  throw new BlockzooError(
    `--with-wrapper: there is no program for ${task.name}: --with-preprocessing exports a model that takes what people have`,
  );
}

async function eject(
  { graph, labels, options: modelOptions }: Written,
  program: EjectedProgram,
  { weights, options }: Export,
): Promise<void> {
  const { out, batch, externalData = "never" } = options;
  check(
    batch === "dynamic" || batch === 1,
    () => `--with-wrapper: its code runs one image at a time, got --batch ${batch}`,
  );
  check(externalData === "never", () => "--with-wrapper: the model is one file, --external-data never");
  check(labels !== undefined, () => "--with-wrapper: the network's output has not one score for each class");
  const { model } = exportModelFiles(graph, { ...modelOptions, externalData, dataFile: "model.onnx.data" });
  const folder = await makeFolder(out);
  const files = await wrapperFiles(folder, model, program);
  await writeOutputs(files);
  noteSize(folder, model.length, weights);
  note(files.map(({ path }) => `  ${basename(path)}`).join("\n"));
}

function noteSize(path: string, bytes: number, { source, trained }: ChosenWeights): void {
  note(`wrote ${path}: ${sizeText(bytes)}, weights ${source}${trained ? "" : ", which are not trained"}`);
}

function sizeText(bytes: number): string {
  return `${bytes.toLocaleString("en-US")} bytes`;
}
