import { ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import type { DecodingState, Step, Stepper } from "@blockzoo/tasks/decoding";

/** What is said behind a sequence of tokens: log probabilities of the next one, and where it looks. */
export interface Said {
  readonly logProbabilities: readonly number[];
  readonly attention?: readonly number[];
}

/** A network whose answer depends on all that it has read, as a function of it. */
export function stepperOf(say: (read: readonly number[]) => Said): { readonly stepper: Stepper; readonly start: Step } {
  const stepOf = (prefixes: readonly (readonly number[])[]): Step => {
    const said = prefixes.map(say);
    const attention = said.flatMap((each) => (each.attention === undefined ? [] : [each.attention]));
    return {
      logProbabilities: doubles(said.map(({ logProbabilities }) => logProbabilities)),
      ...(attention.length > 0 && { attention: doubles(attention) }),
      state: { read: ndarray(prefixes.flat(), [prefixes.length, prefixes[0]!.length], "int32") },
    };
  };
  const prefixesOf = ({ read }: DecodingState): number[][] => {
    const [rows, length] = read!.shape as [number, number];
    return Array.from({ length: rows }, (_, row) => [...read!.data.subarray(row * length, (row + 1) * length)]);
  };
  const stepper: Stepper = {
    step: async (tokens, state) => stepOf(prefixesOf(state).map((prefix, row) => [...prefix, tokens[row]!])),
    select(state, rows) {
      const prefixes = prefixesOf(state);
      const chosen = rows.map((row) => prefixes[row]!);
      return { read: ndarray(chosen.flat(), [chosen.length, chosen[0]!.length], "int32") };
    },
  };
  return { stepper, start: stepOf([[]]) };
}

export interface RandomSteps {
  readonly seed: number;
  readonly tokens: number;
  /** Places of the source that it looks at. */
  readonly places?: number;
}

/** Random probabilities of the next token for every sequence, and random attention. */
export function randomSay({ seed, tokens, places }: RandomSteps): (read: readonly number[]) => Said {
  const logSoftmax = (count: number, kind: string, read: readonly number[]) => {
    const stream = new RandomStream(seed, kind, ...read);
    const scores = Array.from({ length: count }, () => 1.5 * stream.normal());
    const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
    return scores.map((score) => score - total);
  };
  return (read) => ({
    logProbabilities: logSoftmax(tokens, "tokens", read),
    ...(places !== undefined && { attention: logSoftmax(places, "places", read).map(Math.exp) }),
  });
}

function doubles(rows: readonly (readonly number[])[]): NDArray {
  return ndarray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);
}
