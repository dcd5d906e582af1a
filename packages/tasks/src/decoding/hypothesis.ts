import { ndarray, type NDArray } from "@blockzoo/core";
import { rowOf } from "./rows.js";
import type { Step } from "./stepper.js";

/** A sequence that a search found. */
export interface Hypothesis {
  /** What follows the tokens that were read before; the last one is the end token where it ended. */
  readonly tokens: Int32Array;
  /** Of all tokens, the end token among them: a natural logarithm. */
  readonly logProbability: number;
  /** Whether the network ended it; else it was cut where the search had to stop. */
  readonly ended: boolean;
  /** How much of each place of the source was looked at for each token: [tokens, places]; of networks with attention. */
  readonly attention?: NDArray;
}

/** A hypothesis that grows: each token knows the one before, so that branches share what they have in common. */
export interface Path {
  readonly token: number;
  readonly before: Path | undefined;
  /** How many tokens there are. */
  readonly length: number;
  /** Of all of them. */
  readonly logProbability: number;
  /** Where this token looked. */
  readonly attention: ArrayLike<number> | undefined;
}

/** A path, and a further token that a row of a step offers it. */
export function extendPath(before: Path | undefined, token: number, { step, row }: StepRow): Path {
  return {
    token,
    before,
    length: (before?.length ?? 0) + 1,
    logProbability: (before?.logProbability ?? 0) + rowOf(step.logProbabilities, row)[token]!,
    attention: step.attention && rowOf(step.attention, row),
  };
}

export interface StepRow {
  readonly step: Step;
  readonly row: number;
}

export function hypothesisOf(path: Path, end: number): Hypothesis {
  const links = linksOf(path);
  const rows = links.map(({ attention }) => attention);
  const places = rows[0]?.length;
  return {
    tokens: Int32Array.from(links, ({ token }) => token),
    logProbability: path.logProbability,
    ended: path.token === end,
    ...(places !== undefined && {
      attention: ndarray(Float32Array.from(rows.flatMap((row) => Array.from(row!))), [links.length, places]),
    }),
  };
}

/** The tokens of a path in order. */
export function linksOf(path: Path): Path[] {
  const links: Path[] = [];
  for (let link: Path | undefined = path; link !== undefined; link = link.before) links.push(link);
  return links.toReversed();
}
