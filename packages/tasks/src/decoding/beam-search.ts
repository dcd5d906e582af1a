import { check, checkOptions } from "@blockzoo/core";
import { extendPath, hypothesisOf, linksOf, type Hypothesis, type Path } from "./hypothesis.js";
import { mostProbable } from "./most-probable.js";
import { coveragePenalty, lengthPenalty } from "./penalties.js";
import { rowOf } from "./rows.js";
import { checkCount, type SearchOptions } from "./search-options.js";
import type { Step, Stepper } from "./stepper.js";

export interface BeamSearchOptions extends SearchOptions {
  /** How many hypotheses are followed at most, and returned. Default 4. */
  readonly beams?: number | undefined;
  /** α of {@link lengthPenalty}. Default 0. */
  readonly lengthPenalty?: number | undefined;
  /** β of {@link coveragePenalty}, for networks with attention. Default 0. */
  readonly coveragePenalty?: number | undefined;
}

export interface ScoredHypothesis extends Hypothesis {
  /** Its log probability divided by its own length penalty, and its coverage penalty: what hypotheses are ranked by. */
  readonly score: number;
}

/**
 * Follows the `beams` most probable hypotheses side by side, and returns as many as ended with the best scores, the best first;
 * where fewer ended, those that were cut at `length` follow.
 *
 * At each step the `beams` most probable continuations of all hypotheses are kept, those that end among them; an ended one no
 * longer runs, and is ranked by its score. A first one that ends stops nothing, as a longer one may have a better score: a
 * hypothesis runs until no continuation of it could still be among those returned. Adding tokens makes no hypothesis more
 * probable, so that its score stays below `log P / lp(length)`.
 *
 * Y. Wu et al., 2016, arXiv 1609.08144, section 7.
 *
 * @param options.start one row: one source is searched at a time
 * @example const [best] = await beamSearch(stepper, { start, end, length: 50, beams: 5, lengthPenalty: 0.6 });
 */
export async function beamSearch(stepper: Stepper, options: BeamSearchOptions): Promise<ScoredHypothesis[]> {
  checkBeamSearch(options);
  const { start, end, length, beams = 4, lengthPenalty: alpha = 0, coveragePenalty: beta = 0 } = options;
  const scored = (path: Path): ScoredPath => ({ path, score: scoreOf(path, { alpha, beta }) });
  let ended: readonly ScoredPath[] = [];
  let running: readonly (Path | undefined)[] = [undefined];
  let step = start;
  for (let count = 1; ; count++) {
    const best = continuations(running, step, beams);
    const ending = best.filter(({ path }) => path.token === end).map(({ path }) => scored(path));
    ended = ranked([...ended, ...ending]).slice(0, beams);
    const going = best.filter(({ path }) => path.token !== end);
    const worst = ended.length < beams ? -Infinity : ended.at(-1)!.score;
    const hopeful = going.filter(({ path }) => path.logProbability / lengthPenalty(length, alpha) > worst);
    if (hopeful.length === 0 || count === length) {
      const cut = ranked(going.map(({ path }) => scored(path)));
      return [...ended, ...cut].slice(0, beams).map(({ path, score }) => ({ ...hypothesisOf(path, end), score }));
    }
    running = hopeful.map(({ path }) => path);
    const rows = hopeful.map(({ row }) => row);
    const tokens = Int32Array.from(hopeful, ({ path }) => path.token);
    step = await stepper.step(tokens, stepper.select(step.state, rows));
  }
}

interface ScoredPath {
  readonly path: Path;
  readonly score: number;
}

/** The most probable of all continuations, the most probable first, and the row of the step that each comes from. */
function continuations(
  running: readonly (Path | undefined)[],
  step: Step,
  count: number,
): { path: Path; row: number }[] {
  return running
    .flatMap((before, row) =>
      mostProbable(rowOf(step.logProbabilities, row), count).map((token) => ({
        path: extendPath(before, token, { step, row }),
        row,
      })),
    )
    .toSorted((a, b) => b.path.logProbability - a.path.logProbability)
    .slice(0, count);
}

function scoreOf(path: Path, { alpha, beta }: { readonly alpha: number; readonly beta: number }): number {
  const rows = beta === 0 ? [] : linksOf(path).map(({ attention }) => attention!);
  return path.logProbability / lengthPenalty(path.length, alpha) + coveragePenalty(rows, beta);
}

function ranked(paths: readonly ScoredPath[]): readonly ScoredPath[] {
  return paths.toSorted((a, b) => b.score - a.score);
}

function checkBeamSearch(options: BeamSearchOptions): void {
  checkOptions("beamSearch", options, {
    start: true,
    end: true,
    length: true,
    beams: true,
    lengthPenalty: true,
    coveragePenalty: true,
  });
  const { start, length, beams = 4, lengthPenalty: alpha = 0, coveragePenalty: beta = 0 } = options;
  checkCount("beamSearch: length", length);
  checkCount("beamSearch: beams", beams);
  check(alpha >= 0, () => `beamSearch: lengthPenalty must be 0 or more, got ${alpha}`);
  check(beta >= 0, () => `beamSearch: coveragePenalty must be 0 or more, got ${beta}`);
  check(
    beta === 0 || start.attention !== undefined,
    () => `beamSearch: coveragePenalty ${beta} needs a network with attention`,
  );
  const [rows] = start.logProbabilities.shape;
  check(rows === 1, () => `beamSearch: searches one source at a time, got ${rows} rows`);
}
