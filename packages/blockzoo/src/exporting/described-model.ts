import { BlockzooError, trace, type Block, type Graph } from "@blockzoo/core";
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
  const { types } = chooseInput(model, input);
  const naming = { output: model.output, name: model.name };
  const graph =
    preprocessing.kind === "table"
      ? graphOfRows({ block, preprocessing, input: singleInput(model.id, types), naming })
      : trace(block, preparedTypes(singleInput(model.id, types), preprocessing), naming);
  return {
    graph,
    ...(preprocessing.kind === "image" && { pixels: preprocessing }),
    ...(labels && scores(graph, labels.length) && { labels }),
  };
}

/** Whether the one output holds a score for each class; a network may have more outputs than its data had classes. */
function scores({ outputs }: Graph, classes: number): boolean {
  const [output, ...further] = outputs;
  return further.length === 0 && output?.tensor.rank === 2 && output.tensor.shape[1] === classes;
}
