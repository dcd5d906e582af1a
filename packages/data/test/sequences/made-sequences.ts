import { ndarray, RandomStream } from "@blockzoo/core";
import { packSequences, sequenceDataset, type Batch, type BatchSource, type Dataset } from "@blockzoo/data";

/** Tokens of given lengths: sample `i` is `i + 1` again and again, so that a batch shows whose steps it has. `y` is `i`. */
export function repeated(lengths: readonly number[]): Dataset {
  return sequenceDataset({
    name: "repeated",
    sequences: {
      x: packSequences(lengths.map((steps, sample) => ndarray(new Int32Array(steps).fill(sample + 1)))),
    },
    arrays: { y: ndarray(Int32Array.from(lengths, (_, sample) => sample)) },
  });
}

/** So many lengths from 1 to `longest`, short ones more often. */
export function randomLengths(count: number, longest: number, seed: number): number[] {
  const stream = new RandomStream(seed, "lengths");
  return Array.from({ length: count }, () => 1 + Math.floor(stream.uniform() ** 2 * longest));
}

/** All batches of an epoch. */
export async function batchesOfEpoch(source: BatchSource, index: number, from?: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of source.epoch(index, from)) batches.push(batch);
  return batches;
}
