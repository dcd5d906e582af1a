import type { StateDict } from "@blockzoo/core";
import { graphTitle, inferenceGraph, sizedFor, type ExportSteps, type Family, type Recipe } from "@blockzoo/family";
import { exportModel, type PixelSteps } from "@blockzoo/onnx";
import { learnedMeaning } from "./learned-meaning.js";

export interface NamedFile {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * The network that a recipe has trained, as ONNX files, one for each of its graphs. Where its task knows how images become its input
 * and what its scores are called, a file takes images as they are decoded and gives labels.
 */
export async function onnxFiles(family: Family, recipe: Recipe, weights: StateDict): Promise<NamedFile[]> {
  const own = family.variants[recipe.variant]!;
  const meaning = await learnedMeaning(family, recipe);
  const variant = meaning === undefined ? own : sizedFor(own, own.task.parseMeaning(meaning, recipe.id));
  const { task, graphs } = variant;
  const steps: Readonly<Record<string, ExportSteps | undefined>> =
    meaning === undefined ? {} : (task.exported?.(task.parseMeaning(meaning, recipe.id)) ?? {});
  return Object.keys(graphs).map((name) => {
    const graph = inferenceGraph(variant, { name });
    const { pixels, labels } = steps[name] ?? {};
    const [output, ...further] = graph.outputs;
    const isScored = labels !== undefined && further.length === 0 && output!.tensor.shape[1] === labels.length;
    const sized = pixels && sizedSteps(pixels, graph.inputs[0]!.tensor.shape);
    return {
      name: `${graphTitle(recipe.id, name)}.onnx`,
      content: new Uint8Array(
        exportModel(graph, { weights, ...(sized && { pixels: sized }), ...(isScored && { labels }) }),
      ),
    };
  });
}

/** With the size that images are scaled to: where the steps leave it open, that of the network. */
function sizedSteps(
  { resize, ...steps }: NonNullable<ExportSteps["pixels"]>,
  shape: readonly (number | string)[],
): PixelSteps | undefined {
  if (resize !== undefined) return { ...steps, resize };
  const [height, width] = shape.slice(2);
  const { pad = 0 } = steps;
  if (typeof height !== "number" || typeof width !== "number") return undefined;
  return { ...steps, resize: [height - 2 * pad, width - 2 * pad] };
}
