import { check, RandomStream } from "@blockzoo/core";
import type { TextPair } from "./text-pairs.js";

/** How {@link splitTextPairs} deals pairs out. */
export interface SplitTextPairsOptions {
  /** How many sources are held out. */
  readonly heldOut: number;
  /** Keys the order of the sources, 0 by default. */
  readonly seed?: number;
}

/** What is learned from, and what is held out. */
export interface SplitTextPairs {
  readonly train: readonly TextPair[];
  readonly test: readonly TextPair[];
}

/**
 * Holds out the pairs of some sources, drawn at random. All pairs with one source are on one side, and sources count as one that
 * differ in case, spaces and signs alone: "¡Ven!" and "Ven." would give each other away.
 *
 * @throws BlockzooError where there are not more sources than are to be held out
 * @example const { train, test } = splitTextPairs(pairs, { heldOut: 500 });
 */
export function splitTextPairs(
  pairs: readonly TextPair[],
  { heldOut, seed = 0 }: SplitTextPairsOptions,
): SplitTextPairs {
  const sources = [...new Set(pairs.map(({ source }) => lettersOf(source)))];
  check(
    Number.isInteger(heldOut) && heldOut > 0 && heldOut < sources.length,
    () =>
      `split: cannot hold out ${heldOut} sources of ${sources.length}: expected one or more, and some to learn from`,
  );
  const order = new RandomStream(seed, "pairs").permutation(sources.length);
  const chosen = new Set(Array.from(order.subarray(0, heldOut), (index) => sources[index]!));
  const isHeldOut = ({ source }: TextPair) => chosen.has(lettersOf(source));
  return { train: pairs.filter((pair) => !isHeldOut(pair)), test: pairs.filter(isHeldOut) };
}

/** A text without what people write in one way or another. */
function lettersOf(text: string): string {
  const letters = text
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return letters === null ? text : letters.join(" ");
}
