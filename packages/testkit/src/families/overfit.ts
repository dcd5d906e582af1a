import { int32, ndarray, RandomStream, sizeOf, specialize, type Backend, type Tensor } from "@blockzoo/core";
import { inferenceGraph, type Variant } from "@blockzoo/family";
import { adam, compileTrainStep, crossEntropy } from "@blockzoo/train";
import { inputsOf, numericTypes, openSizes, outputOf } from "./variant-inputs.js";

/** How a variant is trained on a few samples. */
export interface Training {
  /** Default 150. */
  readonly steps?: number;
  /** Of Adam. Default 3e-3. */
  readonly learningRate?: number;
  /** By default, the cross-entropy of the output with random labels. */
  loss?(output: Tensor, y: Tensor): Tensor;
}

const samples = 32;

/** The loss of each step on 32 samples with random labels, one for each place where the network gives maps. */
export async function overfit(variant: Variant, backend: Backend, how: Training): Promise<number[]> {
  const model = variant.create();
  const graph = specialize(inferenceGraph(variant, model), openSizes(variant.input, samples));
  const [, classes, ...places] = graph.outputs.find(({ name }) => name === variant.output)!.tensor.shape as number[];
  const labels = new RandomStream(0, "labels");
  const y = ndarray(
    Array.from({ length: samples * sizeOf(places) }, () => labels.integer(classes!)),
    [samples, ...places],
    "int32",
  );
  const lossOf = how.loss ?? crossEntropy;
  const step = await compileTrainStep({
    model,
    types: { ...numericTypes(variant.input, samples), y: int32(samples, ...places) },
    loss: (_, { y: target, ...inputs }) => lossOf(outputOf(variant, model, inputs), target),
    optimizer: adam({ learningRate: how.learningRate ?? 3e-3 }),
    backend,
  });
  try {
    const losses: number[] = [];
    const feeds = { ...inputsOf(variant, samples), y };
    for (let index = 0; index < (how.steps ?? 150); index++) losses.push((await step.step(feeds)).loss);
    return losses;
  } finally {
    step.dispose();
  }
}
