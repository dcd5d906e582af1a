import { BlockzooError, trace, type Block, type Graph } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/family";
import type { PixelSteps } from "@blockzoo/onnx";
import { chooseInput, singleInput } from "../models/input-types.js";
import type { Model } from "../models/model.js";
import type { ChosenWeights } from "../models/weights.js";
import { graphOfRows } from "./prepared-rows.js";

/** A graph to be written, and what the model does before and behind it. */
export interface DescribedModel {
  readonly graph: Graph;
  readonly pixels?: PixelSteps;
  readonly labels?: readonly string[];
}

/** The network as it is: prepared inputs in, scores out. */
export function plainModel(model: Model, block: Block, input: string | undefined): DescribedModel {
  const { types } = chooseInput(model, input);
  return { graph: trace(block, types, { output: model.output, name: model.name }) };
}

/**
 * The network between what its weights say: how raw inputs are prepared, and what the classes are called.
 *
 * @throws BlockzooError where the weights do not say it
 */
export function describedModel(
  model: Model,
  block: Block,
  { preprocessing, labels, source }: ChosenWeights,
  input: string | undefined,
): DescribedModel {
  if (preprocessing === undefined) {
    throw new BlockzooError(`--with-preprocessing: the weights ${source} do not say how their inputs are prepared`);
  }
  const { types } = chooseInput(model, input);
  const naming = { output: model.output, name: model.name };
  const graph =
    preprocessing.kind === "table"
      ? graphOfRows({ block, preprocessing, input: singleInput(model.id, types), naming })
      : trace(block, types, naming);
  return {
    graph,
    ...(preprocessing.kind === "image" && { pixels: { ...preprocessing, resize: sizeOf(graph, preprocessing) } }),
    ...(labels && scores(graph, labels.length) && { labels }),
  };
}

/** Height and width that images are scaled to: those that the network takes, where the preprocessing leaves them open. */
function sizeOf({ inputs }: Graph, { resize, pad = 0 }: ImagePreprocessing): readonly [number, number] {
  if (resize !== undefined) return resize;
  const [height, width] = inputs[0]!.tensor.shape.slice(2);
  if (typeof height === "number" && typeof width === "number") return [height - 2 * pad, width - 2 * pad];
  throw new BlockzooError("--with-preprocessing: the network takes images of any size, choose one: --input 1x1x96x96");
}

/** Whether the one output holds a score for each class; a network may have more outputs than its data had classes. */
function scores({ outputs }: Graph, classes: number): boolean {
  const [output, ...further] = outputs;
  return further.length === 0 && output?.tensor.rank === 2 && output.tensor.shape[1] === classes;
}
