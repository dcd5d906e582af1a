import { BlockzooError, specialize, trace, type Block, type Graph } from "@blockzoo/core";
import { exportModel } from "@blockzoo/onnx";
import { chooseInput, singleInput } from "../models/input-types.js";
import type { Model } from "../models/model.js";
import { rawInput, withPreprocessing } from "../models/preprocessed.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights, type ChosenWeights } from "../models/weights.js";
import { writeOutput } from "../output-file.js";
import { note } from "../terminal.js";

export interface ExportOptions {
  readonly out: string;
  readonly weights?: string;
  readonly batch: number | "dynamic";
  readonly opset?: number;
  readonly withPreprocessing?: boolean;
  readonly input?: string;
}

/** Writes a network with its weights as an ONNX file. */
export async function run(id: string, options: ExportOptions): Promise<number> {
  const model = await resolveModel(id);
  const block = model.create();
  const weights = await chooseWeights(model, block, options.weights);
  const graph = graphOf(model, block, weights, options);
  const bytes = exportModel(options.batch === "dynamic" ? graph : specialize(graph, { N: options.batch }), {
    weights: weights.values,
    graphName: model.name,
    metadata: { weights: weights.source, ...(weights.labels && { labels: weights.labels.join("\n") }) },
    ...(options.opset !== undefined && { opset: options.opset }),
  });
  await writeOutput(options.out, bytes);
  const untrained = weights.trained ? "" : ", which are not trained";
  note(`wrote ${options.out}: ${bytes.length.toLocaleString("en-US")} bytes, weights ${weights.source}${untrained}`);
  return 0;
}

function graphOf(model: Model, block: Block, { preprocessing, source }: ChosenWeights, options: ExportOptions): Graph {
  const { types } = chooseInput(model, options.input);
  const naming = { output: model.output, name: model.name };
  if (options.withPreprocessing !== true) return trace(block, types, naming);
  if (preprocessing === undefined) {
    throw new BlockzooError(`--with-preprocessing: the weights ${source} do not say how their inputs are prepared`);
  }
  const { name, type } = singleInput(model.id, types);
  const raw = rawInput(preprocessing, type);
  const forward = withPreprocessing(block, raw);
  return trace(({ [name]: x }) => forward(x!), { [name]: raw.type }, { ...naming, model: block });
}
