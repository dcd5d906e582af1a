import { BlockzooError, trace, type Block, type Graph, type TensorType } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/data/images";
import type { PixelSteps } from "@blockzoo/onnx";
import { chooseInput, preparedTypes, singleInput } from "../models/input-types.js";
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
  if (preprocessing.kind === "view") {
    throw new BlockzooError(
      `--with-preprocessing: ${source} are weights of a network that draws: it takes styles and views as they are`,
    );
  }
  const { types } = chooseInput(model, input);
  const naming = { output: model.output, name: model.name };
  const given = singleInput(model.id, types);
  if (preprocessing.kind === "table") {
    const graph = graphOfRows({ block, preprocessing, input: given, naming });
    return { graph, ...(labels && scores(graph, labels.length) && { labels }) };
  }
  const pixels = sized(preprocessing, given.type);
  const graph = trace(block, preparedTypes(given, pixels), naming);
  return { graph, pixels, ...(labels && scores(graph, labels.length) && { labels }) };
}

/** The steps with a size that images are scaled to: where they keep their own, that which was chosen for the network. */
function sized(preprocessing: ImagePreprocessing, { shape }: TensorType): PixelSteps {
  const { resize, pad = 0 } = preprocessing;
  if (resize !== undefined) return { ...preprocessing, resize };
  const [height, width] = shape.slice(2);
  if (typeof height === "number" && typeof width === "number")
    return { ...preprocessing, resize: [height - 2 * pad, width - 2 * pad] };
  throw new BlockzooError("--with-preprocessing: the network takes images of any size, choose one: --input 1x1x96x96");
}

/** Whether the one output holds a score for each class; a network may have more outputs than its data had classes. */
function scores({ outputs }: Graph, classes: number): boolean {
  const [output, ...further] = outputs;
  return further.length === 0 && output?.tensor.rank === 2 && output.tensor.shape[1] === classes;
}
