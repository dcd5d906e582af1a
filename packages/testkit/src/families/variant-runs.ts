import {
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  specialize,
  tensor,
  type Backend,
  type NDArray,
} from "@blockzoo/core";
import { inferenceGraph, type Variant } from "@blockzoo/family";
import { compileTrainStep, meanSquaredError, sgd } from "@blockzoo/train";
import { allOutputs, comparedBatch, inputsOf, numericTypes, openSizes } from "./variant-inputs.js";

/** What a variant makes of its first weights of seed 0. */
export interface VariantRuns {
  /** Its named output for the inputs of seed 0, in eval mode. */
  output(): Promise<NDArray>;
  /** The losses before and after one step of gradient descent, in which a wrong gradient shows, for inputs of a seed: [2]. */
  losses(seed: number): Promise<NDArray>;
}

export function runsOn(backend: Backend, variant: Variant): VariantRuns {
  return { output: () => outputOn(backend, variant), losses: (seed) => lossesOn(backend, variant, seed) };
}

/** On the reference, once for all comparisons: it is slow. */
export function runsOnReference(variant: Variant): VariantRuns {
  const runs = runsOn(referenceBackend(), variant);
  let output: Promise<NDArray> | undefined;
  const losses: Promise<NDArray>[] = [];
  return {
    output: () => (output ??= runs.output()),
    losses: (seed) => (losses[seed] ??= runs.losses(seed)),
  };
}

async function outputOn(backend: Backend, variant: Variant): Promise<NDArray> {
  const model = variant.create();
  const graph = specialize(inferenceGraph(variant, model), openSizes(variant.input, comparedBatch));
  const executable = await backend.compile(graph, { weights: initialize(model) });
  try {
    return (await executable.run(inputsOf(variant, comparedBatch))).outputs[variant.output]!;
  } finally {
    executable.dispose();
  }
}

/** All outputs are taught random numbers. */
async function lossesOn(backend: Backend, variant: Variant, seed: number): Promise<NDArray> {
  const model = variant.create();
  const training = await compileTrainStep({
    model,
    types: numericTypes(variant.input, comparedBatch),
    loss: (_, inputs) => {
      const outputs = allOutputs(model, inputs);
      const size = outputs.shape[0] as number;
      const targets = new RandomStream(0, "targets").fillUniform(new Float32Array(size), -1, 1);
      return meanSquaredError(outputs, tensor(ndarray(targets, [size])));
    },
    optimizer: sgd({ learningRate: 0.1 }),
    backend,
  });
  try {
    const feeds = inputsOf(variant, comparedBatch, { seed });
    return ndarray([(await training.step(feeds)).loss, (await training.step(feeds)).loss]);
  } finally {
    training.dispose();
  }
}
