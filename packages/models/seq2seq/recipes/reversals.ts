/** Words of letters, and the same from behind: what has to be said first was read last. */
import { RandomStream } from "@blockzoo/core";
import type { TextPair } from "@blockzoo/data/text";
import { twelveLetters } from "../src/letters.js";

const letters = twelveLetters.source.tokens.filter((token) => token.length === 1);

export interface ReversalsOptions {
  readonly count: number;
  /** The letters of a word. */
  readonly shortest: number;
  readonly longest: number;
  readonly seed: number;
  /** Whether a target is its source from behind; else it is another word of that length. Default true. */
  readonly related?: boolean;
}

/** @example reversals({ count: 1, shortest: 3, longest: 3, seed: 0 })   // [{ source: "kab", target: "bak" }] */
export function reversals({ count, shortest, longest, seed, related = true }: ReversalsOptions): TextPair[] {
  return Array.from({ length: count }, (_, index) => {
    const stream = new RandomStream(seed, "reversals", index);
    const length = shortest + stream.integer(longest - shortest + 1);
    const word = () => Array.from({ length }, () => letters[stream.integer(letters.length)]!);
    const source = word();
    return { source: source.join(""), target: (related ? source.toReversed() : word()).join("") };
  });
}
