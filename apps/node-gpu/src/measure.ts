import { float32, int32, trace, type Backend, type StateDict } from "@blockzoo/core";
import { batched, type Batch, type BatchSource, type Dataset } from "@blockzoo/data";
import type { RecipeProgress } from "@blockzoo/family";
import { accuracy, compileTrainStep, crossEntropy } from "@blockzoo/train";
import { comparedSteps, type Workload } from "./workloads.js";

/** One workload on one backend. */
export interface Measurement {
  /** Of the first steps. */
  readonly losses: readonly number[];
  /** The median; the first step is left out, in which runtimes prepare themselves. */
  readonly millisecondsPerStep: number;
  readonly trainedImagesPerSecond: number;
  readonly inferredImagesPerSecond: number;
  /** On images that were not trained on. */
  readonly accuracy: number;
}

export interface MeasureOptions {
  readonly train: Dataset;
  readonly test: Dataset;
  readonly steps: number;
  readonly seed: number;
  readonly onProgress: (progress: RecipeProgress) => void;
}

const image = [1, 32, 32] as const;

export async function measure(workload: Workload, backend: Backend, options: MeasureOptions): Promise<Measurement> {
  const { losses, times, weights } = await train(workload, backend, options);
  const millisecondsPerStep = median(times.slice(1));
  return {
    losses: losses.slice(0, comparedSteps),
    millisecondsPerStep,
    trainedImagesPerSecond: (1000 * workload.batchSize) / millisecondsPerStep,
    ...(await infer(workload, backend, weights, options.test)),
  };
}

async function train(workload: Workload, backend: Backend, options: MeasureOptions) {
  const { batchSize, optimizer } = workload;
  const { seed, steps, onProgress } = options;
  const training = await compileTrainStep({
    model: workload.create(),
    loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
    optimizer,
    types: { x: float32(batchSize, ...image), y: int32(batchSize) },
    backend,
    seed,
  });
  try {
    const source = batched(options.train, { batchSize, seed });
    const losses: number[] = [];
    const times: number[] = [];
    for await (const batch of firstBatches(source, steps)) {
      const start = performance.now();
      losses.push((await training.step(batch)).loss);
      times.push(performance.now() - start);
      onProgress({
        step: losses.length,
        totalSteps: steps,
        epoch: 1 + Math.floor((losses.length - 1) / source.batchesPerEpoch),
        loss: losses.at(-1)!,
        learningRate: optimizer.learningRate,
      });
    }
    return { losses, times, weights: await training.state.read() };
  } finally {
    training.dispose();
  }
}

async function* firstBatches(source: BatchSource, count: number): AsyncGenerator<Batch> {
  for (let epoch = 0, given = 0; ; epoch++) {
    for await (const batch of source.epoch(epoch)) {
      if (given++ === count) return;
      yield batch;
    }
  }
}

const testBatchSize = 100;

async function infer(workload: Workload, backend: Backend, weights: StateDict, test: Dataset) {
  const graph = trace(workload.create(), { x: float32(testBatchSize, ...image) }, { mode: "eval", output: "logits" });
  const own = new Map(graph.state.map(({ name }) => [name, weights.get(name)!]));
  const executable = await backend.compile(graph, { weights: own });
  try {
    const times: number[] = [];
    const accuracies: number[] = [];
    for await (const { x, y } of batched(test, { batchSize: testBatchSize, sampling: "sequential" }).epoch(0)) {
      const start = performance.now();
      const { outputs } = await executable.run({ x: x! });
      times.push(performance.now() - start);
      accuracies.push(accuracy({ logits: outputs["logits"]!, labels: y! }));
    }
    const mean = accuracies.reduce((total, value) => total + value, 0) / accuracies.length;
    return { inferredImagesPerSecond: (1000 * testBatchSize) / median(times.slice(1)), accuracy: mean };
  } finally {
    executable.dispose();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
