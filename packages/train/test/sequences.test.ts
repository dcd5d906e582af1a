import {
  Block,
  Embedding,
  lengthMask,
  Linear,
  mul,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  unsqueeze,
} from "@blockzoo/core";
import type { Tensor } from "@blockzoo/core";
import { batched, byLength, packSequences, sequenceDataset, type Dataset } from "@blockzoo/data";
import {
  adam,
  classificationMetrics,
  crossEntropy,
  fit,
  memoryCheckpoints,
  type CheckpointStore,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";

const [tokens, longest] = [8, 12];

/** Whether there are more tokens of the upper half than of the lower one; never as many. */
function majorities(count: number, seed: number): Dataset {
  const stream = new RandomStream(seed, "majorities");
  const sequences = Array.from({ length: count }, () => {
    const steps = 1 + 2 * stream.integer(longest / 2);
    return Int32Array.from({ length: steps }, () => stream.integer(tokens));
  });
  const isUpper = (token: number) => token >= tokens / 2;
  return sequenceDataset({
    name: "majorities",
    sequences: { x: packSequences(sequences.map((sequence) => ndarray(sequence))) },
    arrays: { y: ndarray(Int32Array.from(sequences, (own) => Number(own.filter(isUpper).length > own.length / 2))) },
  });
}

/** Sums what stands for the tokens, padding left out. */
class BagOfTokens extends Block {
  readonly embedding = new Embedding(tokens, 4);
  readonly out = new Linear(4, 2);

  forward(x: Tensor, lengths: Tensor): Tensor {
    const mask = unsqueeze(lengthMask(lengths, x.shape[1]!), [2]);
    return this.out.forward(reduceSum(mul(this.embedding.forward(x), mask), { axes: [1] }));
  }
}

interface Sequences {
  readonly x: Tensor;
  readonly xLengths: Tensor;
  readonly y: Tensor;
}

const sampling = byLength({ buckets: [3, 7, 11] });

function run(
  to: CheckpointStore,
  options: { resume?: boolean; signal?: AbortSignal; onProgress?: (point: { step: number }) => void } = {},
) {
  return fit<BagOfTokens, Sequences>(new BagOfTokens(), {
    data: batched(majorities(300, 0), { batchSize: 20, seed: 1, sampling }),
    loss: (model, { x, xLengths, y }) => crossEntropy(model.forward(x, xLengths), y),
    validation: {
      data: batched(majorities(100, 1), { batchSize: 20, sampling, remainder: "mask" }),
      forward: (model, { x, xLengths }) => ({ logits: model.forward(x, xLengths) }),
      metrics: classificationMetrics,
      everySteps: 25,
    },
    optimizer: adam({ learningRate: 0.05 }),
    steps: 60,
    backend: referenceBackend(),
    seed: 3,
    checkpoint: { to },
    ...options,
  });
}

describe("sequences in buckets", () => {
  it("are learned, and resumed to the same numbers", async () => {
    const whole = await run(memoryCheckpoints());
    expect(whole.metrics["accuracy"]).toBeGreaterThan(0.95);
    const store = memoryCheckpoints();
    const stop = new AbortController();
    await run(store, { signal: stop.signal, onProgress: ({ step }) => step === 17 && stop.abort() });
    expect(await run(store, { resume: true })).toEqual(whole);
  });
});
