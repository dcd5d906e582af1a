import { basename } from "node:path";
import { check, specialize } from "@blockzoo/core";
import { exportModelFiles, type ExternalOptions, type ModelFiles } from "@blockzoo/onnx";
import { describedModel, plainModel, type DescribedModel } from "../exporting/described-model.js";
import { ejectable, wrapperFiles } from "../exporting/wrapper.js";
import type { Model } from "../models/model.js";
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

/** Writes a network with its weights as an ONNX file, or as a folder that is a program with it. */
export async function run(id: string, options: ExportOptions): Promise<number> {
  const { out, input, withPreprocessing, withWrapper } = options;
  const model = await resolveModel(id);
  const block = model.create();
  const weights = await chooseWeights(model, block, options);
  const ejected = withWrapper === true ? ejectable(weights) : undefined;
  const described =
    withPreprocessing === true || ejected !== undefined
      ? describedModel(model, block, weights, input)
      : plainModel(model, block, input);
  if (ejected !== undefined) await eject(described, { model, weights, options });
  else {
    const dataFile = `${basename(out)}.data`;
    const { model: bytes, data } = modelFiles(described, { model, weights, options }, dataFile);
    const beside = data && { path: `${out}.data`, content: data.pieces };
    await writeOutputs([...(beside ? [beside] : []), { path: out, content: bytes }]);
    noteSize(out, bytes.length, weights);
    if (data !== undefined) note(`wrote ${out}.data: ${sizeText(data.byteLength)}, which must stay beside it`);
  }
  return 0;
}

interface Export {
  readonly model: Model;
  readonly weights: ChosenWeights;
  readonly options: ExportOptions;
}

async function eject(described: DescribedModel, what: Export): Promise<void> {
  const { weights, options } = what;
  const { out, batch, externalData = "never" } = options;
  check(
    batch === "dynamic" || batch === 1,
    () => `--with-wrapper: its code runs one image at a time, got --batch ${batch}`,
  );
  check(externalData === "never", () => "--with-wrapper: the model is one file, --external-data never");
  check(described.labels !== undefined, () => "--with-wrapper: the network's output has not one score for each class");
  const { model } = modelFiles(described, { ...what, options: { ...options, externalData } }, "model.onnx.data");
  const folder = await makeFolder(out);
  const files = await wrapperFiles(folder, model, ejectable(weights));
  await writeOutputs(files);
  noteSize(folder, model.length, weights);
  note(files.map(({ path }) => `  ${basename(path)}`).join("\n"));
}

function modelFiles(
  { graph, pixels, labels }: DescribedModel,
  { model, weights, options }: Export,
  dataFile: string,
): ModelFiles {
  const { batch, opset, dtype, externalData } = options;
  const exported: ExternalOptions = {
    weights: weights.values,
    graphName: model.name,
    metadata: { weights: weights.source, ...(weights.labels && { labels: weights.labels.join("\n") }) },
    dataFile,
    ...(opset !== undefined && { opset }),
    ...(dtype !== undefined && { dtype }),
    ...(externalData !== undefined && { externalData }),
    ...(pixels && { pixels }),
    ...(labels && { labels }),
  };
  return exportModelFiles(batch === "dynamic" ? graph : specialize(graph, { N: batch }), exported);
}

function noteSize(path: string, bytes: number, { source, trained }: ChosenWeights): void {
  note(`wrote ${path}: ${sizeText(bytes)}, weights ${source}${trained ? "" : ", which are not trained"}`);
}

function sizeText(bytes: number): string {
  return `${bytes.toLocaleString("en-US")} bytes`;
}
