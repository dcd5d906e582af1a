import { check } from "@blockzoo/core";

/**
 * The indices of so many of the largest of all log probabilities, the largest first, of equal ones the first; what is
 * impossible, `-Infinity`, is not among them.
 *
 * @throws BlockzooError where nothing is possible
 */
export function mostProbable(logProbabilities: ArrayLike<number>, count: number): number[] {
  const best: number[] = [];
  for (let index = 0; index < logProbabilities.length; index++) {
    const value = logProbabilities[index]!;
    if (value === -Infinity) continue;
    if (best.length === count && value <= logProbabilities[best.at(-1)!]!) continue;
    let place = best.length;
    while (place > 0 && logProbabilities[best[place - 1]!]! < value) place--;
    best.splice(place, 0, index);
    if (best.length > count) best.pop();
  }
  check(best.length > 0, () => `decoding: none of the ${logProbabilities.length} tokens is possible`);
  return best;
}
