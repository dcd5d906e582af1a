import {
  BlockzooError,
  callMethod,
  trace,
  type Block,
  type Graph,
  type InputTypes,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { ExportSteps } from "@blockzoo/family";
import type { PixelSteps } from "@blockzoo/onnx";
import { preparedTypes, singleInput, type ChosenGraph } from "../models/input-types.js";
import type { ResolvedModel } from "../models/resolved-model.js";

/** A graph to be written, and what the file does before and behind it. */
export interface DescribedGraph {
  readonly graph: Graph;
  readonly pixels?: PixelSteps;
  readonly labels?: readonly string[];
}

/** A graph of a network between the steps that its task knows: with none, prepared inputs in, scores out. */
export function describedGraph(
  model: ResolvedModel,
  block: Block,
  chosen: ChosenGraph,
  steps: ExportSteps = {},
): DescribedGraph {
  const { pixels, prepare, finish, labels } = steps;
  const graph =
    prepare === undefined
      ? traced(model, block, chosen, pixels === undefined ? chosen.input : preparedImages(model, chosen, pixels))
      : tracedBetween({ prepare, ...(finish && { finish }) }, model, block, chosen);
  return {
    graph,
    ...(pixels && { pixels: sized(pixels, singleInput(model.id, chosen.input).type) }),
    ...(labels && scores(graph, labels.length) && { labels }),
  };
}

function traced(model: ResolvedModel, block: Block, { name, output }: ChosenGraph, types: InputTypes): Graph {
  return trace((inputs: object) => outputsOf(block, name, Object.values(inputs)), types, {
    model: block,
    output,
    name: model.name,
  });
}

/** The network behind ops that prepare raw values, which are what the file takes, and before those that make its answer. */
function tracedBetween(
  { prepare, finish = (output) => output }: Required<Pick<ExportSteps, "prepare">> & Pick<ExportSteps, "finish">,
  model: ResolvedModel,
  block: Block,
  chosen: ChosenGraph,
): Graph {
  const { name: input, type } = singleInput(model.id, chosen.input);
  return trace(
    ({ [input]: raw }) => finish(outputsOf(block, chosen.name, [prepare.apply(raw!, type)])),
    { [input]: prepare.input },
    { model: block, output: chosen.output, name: model.name },
  );
}

function outputsOf(block: Block, method: string, inputs: readonly unknown[]): Tensor {
  return callMethod(block, method, ...inputs) as Tensor;
}

function preparedImages(
  model: ResolvedModel,
  { input }: ChosenGraph,
  pixels: NonNullable<ExportSteps["pixels"]>,
): InputTypes {
  const given = singleInput(model.id, input);
  return preparedTypes(given, sized(pixels, given.type));
}

/** The steps with a size that images are scaled to: where they keep their own, that which was chosen for the network. */
function sized(steps: NonNullable<ExportSteps["pixels"]>, { shape }: TensorType): PixelSteps {
  const { resize, pad = 0 } = steps;
  if (resize !== undefined) return { ...steps, resize };
  const [height, width] = shape.slice(2);
  if (typeof height === "number" && typeof width === "number")
    return { ...steps, resize: [height - 2 * pad, width - 2 * pad] };
  throw new BlockzooError("--with-preprocessing: the network takes images of any size, choose one: --input 1x1x96x96");
}

/** Whether the one output holds a score for each class; a network may have more outputs than its data had classes. */
function scores({ outputs }: Graph, classes: number): boolean {
  const [output, ...further] = outputs;
  return further.length === 0 && output?.tensor.rank === 2 && output.tensor.shape[1] === classes;
}
