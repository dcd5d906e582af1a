/** Sequences of symbols, and the same from behind: what has to be said first was read last. */
import { ndarray, RandomStream } from "@blockzoo/core";
import { packSequences, sequenceDataset, type Dataset } from "@blockzoo/data";

/** The tokens that begin and end what is said; 0 pads, and symbols follow. */
export const begin = 1;
export const end = 2;
const symbols = { first: 3, count: 12 };

export interface ReversalsOptions {
  readonly count: number;
  readonly shortest: number;
  readonly longest: number;
  readonly seed: number;
  /** Whether targets belong to their sources; else to others of the same length. Default true. */
  readonly related?: boolean;
}

/** Samples `source` int32[n,S], symbols, and `target` int32[n,S+2], those symbols from behind between begin and end. */
export function reversals({ count, shortest, longest, seed, related = true }: ReversalsOptions): Dataset {
  const samples = Array.from({ length: count }, (_, sample) => {
    const stream = new RandomStream(seed, "reversals", sample);
    const length = shortest + stream.integer(longest - shortest + 1);
    const draw = () => Array.from({ length }, () => symbols.first + stream.integer(symbols.count));
    const source = draw();
    return { source, target: [begin, ...(related ? source : draw()).toReversed(), end] };
  });
  const packed = (key: "source" | "target") =>
    packSequences(samples.map((sample) => ndarray(Int32Array.from(sample[key]))));
  return sequenceDataset({ name: "reversals", sequences: { source: packed("source"), target: packed("target") } });
}
