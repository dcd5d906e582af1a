import { check, checkOptions, pauses, RandomStream, type NDArray } from "@blockzoo/core";
import { mostProbable } from "./most-probable.js";
import { rowOf } from "./rows.js";
import { checkCount, type SearchOptions } from "./search-options.js";
import type { Stepper } from "./stepper.js";

export interface SampleOptions extends Pick<SearchOptions, "start"> {
  /** The token that ends a sequence; it is not yielded. Default: none does. */
  readonly end?: number | undefined;
  /** How many tokens are drawn at most. */
  readonly length: number;
  /**
   * What log probabilities are divided by before one is drawn: below 1 what is probable becomes more so, above 1 all become more
   * alike; 0 always takes the most probable. Default 1, the probabilities of the network.
   */
  readonly temperature?: number | undefined;
  /** Draws among so many of the most probable tokens; 1 always takes the most probable. Default: among all. */
  readonly topK?: number | undefined;
  /** One seed draws one sequence. Default 0. */
  readonly seed?: number | undefined;
  /** Ends the sequence once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Draws token by token from what the network holds probable. Nothing runs ahead of who asks: the network reads a token when
 * the next one is asked for.
 *
 * @param stepper reads one row
 * @example for await (const token of sample(stepper, { start, length: 200, temperature: 0.8, seed: 7 })) show(token);
 */
export async function* sample(stepper: Stepper, options: SampleOptions): AsyncGenerator<number, void, undefined> {
  checkOptions("sample", options, {
    start: true,
    end: true,
    length: true,
    temperature: true,
    topK: true,
    seed: true,
    signal: true,
  });
  const { start, end, length, temperature = 1, topK, seed = 0, signal } = options;
  checkCount("sample: length", length);
  if (topK !== undefined) checkCount("sample: topK", topK);
  check(
    Number.isFinite(temperature) && temperature >= 0,
    () => `sample: temperature must be 0 or more, got ${temperature}`,
  );
  const stream = new RandomStream(seed, "sample");
  const isAborted = () => signal?.aborted === true;
  const pause = pauses();
  let step = start;
  for (let count = 1; !isAborted(); count++) {
    const token = draw(rowOf(step.logProbabilities, 0), { temperature, topK, uniform: stream.uniform() });
    if (token === end) return;
    yield token;
    await pause();
    if (count === length || isAborted()) return;
    step = await stepper.step(Int32Array.of(token), step.state);
  }
}

interface Draw {
  readonly temperature: number;
  readonly topK: number | undefined;
  /** From [0, 1): which token it becomes. */
  readonly uniform: number;
}

function draw(logProbabilities: NDArray["data"], { temperature, topK, uniform }: Draw): number {
  if (temperature === 0) return mostProbable(logProbabilities, 1)[0]!;
  const tokens = topK === undefined ? [...logProbabilities.keys()] : mostProbable(logProbabilities, topK);
  // What is divided by a small temperature must not overflow: the largest becomes 0.
  const largest = tokens.reduce((most, token) => Math.max(most, logProbabilities[token]!), -Infinity);
  const weights = tokens.map((token) => Math.exp((logProbabilities[token]! - largest) / temperature));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  // Where rounding leaves a little behind the last one, that is drawn: -1 is the place of the last.
  return tokens.at(weights.findIndex((weight) => (left -= weight) < 0))!;
}
