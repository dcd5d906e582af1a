import {
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  tensor,
  type Backend,
  type NDArray,
} from "@blockzoo/core";
import { graphDefinition, numericGraph, numericTypes, type Variant } from "@blockzoo/family";
import { compileTrainStep, meanSquaredError, sgd } from "@blockzoo/train";
import { allOutputs, comparedBatch, graphInputs } from "./graph-values.js";

/** What a graph of a variant makes of the first weights of seed 0. */
export interface GraphRuns {
  /** Its main output for the inputs of seed 0, in eval mode. */
  output(): Promise<NDArray>;
  /** The losses before and after one step of gradient descent, in which a wrong gradient shows, for inputs of a seed: [2]. */
  losses(seed: number): Promise<NDArray>;
}

export function runsOn(backend: Backend, variant: Variant, name: string): GraphRuns {
  return {
    output: () => outputOn(backend, variant, name),
    losses: (seed) => lossesOn(backend, variant, name, seed),
  };
}

/** On the reference, once for all comparisons: it is slow. */
export function runsOnReference(variant: Variant, name: string): GraphRuns {
  const runs = runsOn(referenceBackend(), variant, name);
  let output: Promise<NDArray> | undefined;
  const losses: Promise<NDArray>[] = [];
  return {
    output: () => (output ??= runs.output()),
    losses: (seed) => (losses[seed] ??= runs.losses(seed)),
  };
}

async function outputOn(backend: Backend, variant: Variant, name: string): Promise<NDArray> {
  const graph = numericGraph(variant, { name, samples: comparedBatch });
  const executable = await backend.compile(graph, { weights: initialize(variant.create()) });
  try {
    const { outputs } = await executable.run(graphInputs(variant, name));
    return outputs[graphDefinition(variant, name).output]!;
  } finally {
    executable.dispose();
  }
}

/** All outputs are taught random numbers. */
async function lossesOn(backend: Backend, variant: Variant, name: string, seed: number): Promise<NDArray> {
  const model = variant.create();
  const training = await compileTrainStep({
    model,
    types: numericTypes(graphDefinition(variant, name), { samples: comparedBatch }),
    loss: (_, inputs) => {
      const outputs = allOutputs(model, name, inputs);
      const size = outputs.shape[0] as number;
      const targets = new RandomStream(0, "targets").fillUniform(new Float32Array(size), -1, 1);
      return meanSquaredError(outputs, tensor(ndarray(targets, [size])));
    },
    optimizer: sgd({ learningRate: 0.1 }),
    backend,
  });
  try {
    const feeds = graphInputs(variant, name, seed);
    return ndarray([(await training.step(feeds)).loss, (await training.step(feeds)).loss]);
  } finally {
    training.dispose();
  }
}
