import { Dropout, Linear, referenceBackend, Sequential, tanh } from "@blockzoo/core";
import { batched, moons } from "@blockzoo/data";
import { adam, crossEntropy, type FitOptions } from "@blockzoo/train";
import { expect } from "vitest";

/** The one equality of the project: `max|a-b| <= tolerance * max(1, max|b|)`. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-6): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(actual, (value, index) => Math.abs(value - expected[index]!)));
  expect(worst).toBeLessThanOrEqual(tolerance * scale);
}

export const train = moons({ count: 200, noise: 0.1, seed: 0 });
export const test = moons({ count: 200, noise: 0.1, seed: 1 });
export const testBatches = batched(test, { batchSize: 64, sampling: "sequential", remainder: "mask" });

/** A net with all that makes resuming hard: random numbers in each step. */
export function dropoutNet(): Sequential {
  return new Sequential(new Linear(2, 8), tanh, new Dropout(0.2), new Linear(8, 2));
}

/** A short run: 5 batches an epoch, 12 steps. */
export function shortRun(): FitOptions<Sequential> & { readonly steps: number } {
  return {
    data: batched(train, { batchSize: 40, seed: 1000 }),
    loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
    optimizer: adam({ learningRate: 0.03 }),
    steps: 12,
    backend: referenceBackend(),
    seed: 3,
  };
}
