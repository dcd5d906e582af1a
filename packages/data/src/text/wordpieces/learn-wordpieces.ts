/**
 * Learns pieces of words.
 *
 * M. Schuster, K. Nakajima, "Japanese and Korean voice search", ICASSP 2012, section 4: begin with all signs, build a language
 * model on the training text with the pieces there are, make a new piece of the two that raise its likelihood most, and so on.
 *
 * The language model is that of independent pieces, for which the gain of each pair can be written down. With n_u the count
 * of piece u, N that of all and f(n) = n log n, the log-likelihood of the text is
 *
 *     L = Σ_u n_u log (n_u / N) = Σ_u f(n_u) - f(N)
 *
 * and joining the n pairs of a and b takes n from n_a, n_b and N and adds n to the count of ab.
 */
import { check } from "@blockzoo/core";
import { mostFrequent } from "../most-frequent.js";
import { PairCounts, type Pair } from "./pair-counts.js";

export interface LearnWordpiecesOptions {
  /** How often a piece must be in the text. */
  readonly minCount: number;
  /** How many pieces there shall be at most, signs among them. */
  readonly size: number;
}

/**
 * The pieces: signs, the most frequent first, then pieces in the order in which they were made. Fewer than `size` where no
 * other makes the text more likely.
 *
 * @param words how often each is in the text
 */
export function learnWordpieces(
  words: ReadonlyMap<string, number>,
  { minCount, size }: LearnWordpiecesOptions,
): string[] {
  check(
    Number.isFinite(size),
    () => "vocabulary: wordpieces need a maxSize, the number of tokens at which they stop growing",
  );
  const signs = mostFrequent(signCounts(words), minCount).slice(0, size);
  const pairs = new PairCounts(words, signs);
  while (pairs.pieces.length < size) {
    const best = bestPair(pairs, minCount);
    if (best === undefined) break;
    pairs.join(best);
  }
  return [...pairs.pieces];
}

function signCounts(words: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word, count] of words) {
    for (const sign of word) counts.set(sign, (counts.get(sign) ?? 0) + count);
  }
  return counts;
}

/** The pair that raises the likelihood most, the first of equal ones in the order of their pieces. */
function bestPair(pairs: PairCounts, minCount: number): Pair | undefined {
  let best: Pair | undefined;
  let most = 0;
  // f is convex, so what a pair of n adds is at most f(N) - f(N - n) + f(N) - f(N - n) <= 2 n (1 + log N).
  const mostForEach = 2 * (1 + Math.log(pairs.total));
  for (const pair of pairs) {
    if (pair.count < minCount || pair.count * mostForEach < most) continue;
    const gain = gainOf(pair, pairs);
    if (gain > most || (gain === most && best !== undefined && isBefore(pair, best))) [best, most] = [pair, gain];
  }
  return best;
}

/** What joining a pair adds to the log-likelihood of the text. */
function gainOf({ left, right, count }: Pair, pairs: PairCounts): number {
  const [ofLeft, ofRight, joined] = [pairs.countOf(left), pairs.countOf(right), pairs.countOfJoined(left, right)];
  const taken =
    left === right
      ? f(ofLeft - 2 * count) - f(ofLeft)
      : f(ofLeft - count) - f(ofLeft) + f(ofRight - count) - f(ofRight);
  return taken + f(joined + count) - f(joined) - f(pairs.total - count) + f(pairs.total);
}

function f(count: number): number {
  return count === 0 ? 0 : count * Math.log(count);
}

function isBefore(a: Pair, b: Pair): boolean {
  return a.left === b.left ? a.right < b.right : a.left < b.left;
}
