import { BlockzooError, float32, trace, type InputTypes, type NDArray } from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import { rankPredictions, type Prediction, type Variant } from "@blockzoo/family";
import { backendName, withBackend } from "../backends.js";
import { singleInput } from "../models/input-types.js";
import type { Model } from "../models/model.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights, type ChosenWeights } from "../models/weights.js";
import { writeOutput } from "../output-file.js";
import { detections, detectionsText, detectingVariant } from "../prediction/detections.js";
import { notANumber } from "../prediction/not-a-number.js";
import { readInput } from "../prediction/read-input.js";
import { note, print, printJson } from "../terminal.js";

export interface PredictOptions {
  readonly input: string;
  readonly weights?: string;
  readonly entry?: string;
  readonly backend?: string;
  readonly out?: string;
  readonly top: number;
  readonly json?: boolean;
}

/** Runs a network on a file, and shows the classes, or the output where the classes are not known. */
export async function run(id: string, options: PredictOptions): Promise<number> {
  const model = await resolveModel(id);
  const block = model.create();
  const weights = await chooseWeights(model, block, options);
  if (!weights.trained) note(`note: the weights are ${weights.source}, which are not trained`);
  const detecting = detectingVariant(model);
  if (detecting !== undefined && /\.(png|jpe?g)$/i.test(options.input)) return detect(id, detecting, weights, options);
  const declared = model.input && singleInput(id, model.input);
  const x = await readInput(options.input, declared?.type, weights);
  const name = declared?.name ?? "input";
  const types: InputTypes = { [name]: declared?.type ?? float32("N", ...x.shape.slice(1)) };
  const graph = trace(block, types, { output: model.output, name: model.name });

  const { output, backend } = await withBackend(options.backend, async (opened) => {
    const executable = await opened.compile(graph, { weights: weights.values });
    const { outputs } = await executable.run({ [name]: x });
    return { output: mainOutput(model, outputs), backend: backendName(opened.name) };
  });
  const notice = notANumber(options.input, x, output);
  if (notice !== undefined) note(`note: ${notice}`);
  if (options.out !== undefined) {
    if (!/\.npy$/i.test(options.out)) throw new BlockzooError(`${options.out}: an output is written as .npy`);
    await writeOutput(options.out, encodeNpy(output));
    note(`wrote ${options.out}`);
  }

  const predictions = predictionsOf(output, weights.labels, options.top);
  if (options.json === true) {
    const values = predictions === undefined && options.out === undefined ? [...output.data] : undefined;
    printJson({
      id,
      weights: weights.source,
      backend,
      output: { name: model.output, dtype: output.dtype, shape: output.shape, ...(values && { values }) },
      ...(predictions && { predictions }),
    });
  } else if (predictions !== undefined) {
    print(predictions.map(predictionText).join("\n\n"));
  } else {
    print(`${model.output} ${output.dtype}[${output.shape.join(",")}]`);
    if (options.out === undefined) print(valuesText(output));
  }
  return 0;
}

/** Shows what a network finds in an image, and where. */
async function detect(id: string, variant: Variant, weights: ChosenWeights, options: PredictOptions): Promise<number> {
  if (options.out !== undefined)
    throw new BlockzooError("--out is for outputs of .npy files, not for what is detected");
  const { found, backend } = await withBackend(options.backend, async (opened) => {
    const { top } = options;
    const all = await detections(options.input, variant, weights, { backend: opened, top });
    return { found: all, backend: backendName(opened.name) };
  });
  if (options.json === true) printJson({ id, weights: weights.source, backend, detections: found });
  else print(detectionsText(found));
  return 0;
}

function mainOutput({ id, output }: Model, outputs: Readonly<Record<string, NDArray>>): NDArray {
  const names = Object.keys(outputs);
  const found = outputs[output] ?? (names.length === 1 ? outputs[names[0]!] : undefined);
  if (found !== undefined) return found;
  throw new BlockzooError(
    `${id}: has the outputs ${names.join(", ")}: declare the main one, \`static output = "${names[0]}"\``,
  );
}

/** The most probable classes of each sample, where the output holds a score for each class. */
function predictionsOf({ shape, data }: NDArray, labels: readonly string[] | undefined, top: number) {
  const [samples = 0, classes] = shape;
  if (labels === undefined || shape.length !== 2 || classes !== labels.length) return undefined;
  return Array.from({ length: samples }, (_, row) =>
    rankPredictions(data.subarray(row * classes, (row + 1) * classes), labels, { top }),
  );
}

function predictionText(ranked: readonly Prediction[]): string {
  return ranked.map(({ label, probability }) => `${(100 * probability).toFixed(1).padStart(5)} %  ${label}`).join("\n");
}

const shown = { rows: 10, values: 12 };

/** The first values of the first samples. */
function valuesText({ shape, data }: NDArray): string {
  const samples = shape[0] ?? 1;
  const size = samples === 0 ? 0 : data.length / samples;
  const rows = Array.from({ length: Math.min(samples, shown.rows) }, (_, row) => {
    const values = [...data.subarray(row * size, row * size + Math.min(size, shown.values))].map((value) =>
      value.toPrecision(5),
    );
    return `${values.join(" ")}${size > shown.values ? " ..." : ""}`;
  });
  return [...rows, ...(samples > shown.rows ? ["..."] : [])].join("\n");
}
