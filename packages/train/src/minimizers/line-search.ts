/**
 * A step along a direction that fulfils the strong Wolfe conditions.
 *
 * J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition, 2006, algorithms 3.5 and 3.6.
 *
 * Notation: φ(α) the value at the step α, φ'(α) the slope there; φ'(0) < 0. The conditions (3.7) are
 *
 *   φ(α) <= φ(0) + c₁ α φ'(0)    a sufficient decrease
 *   |φ'(α)| <= c₂ |φ'(0)|        a place that is flat enough
 *
 * Deviation: a value or slope that is not finite counts as a value that is too high, so that the search comes back from where
 * the objective is not defined.
 */
import type { Evaluated } from "./minimize.js";

/** A point on the line. */
export interface Trial extends Evaluated {
  /** α. */
  readonly step: number;
  /** φ'(α). */
  readonly slope: number;
}

export interface LineSearchOptions {
  /** φ(0). */
  readonly origin: Trial;
  /** The step that is tried first. */
  readonly first: number;
  /** φ; nothing to give up. */
  readonly evaluate: (step: number) => Promise<Trial | undefined>;
  /** How many points are tried at most. */
  readonly trials: number;
  /** c₂. */
  readonly flatness: number;
}

/** c₁, as is usual. */
const decrease = 1e-4;

/** A step that is too short becomes this many times as long, at least and at most. */
const growth = [1.1, 10] as const;

/** The share of an interval, at both of its ends, that interpolation keeps away from. */
const margin = 0.1;

/**
 * The point that fulfils both conditions, or the lowest that was found; the origin itself where all others are higher, and
 * nothing where the search was given up.
 */
export async function searchLine(options: LineSearchOptions): Promise<Trial | undefined> {
  const { origin, first, evaluate, trials, flatness } = options;
  /** The lowest point so far that decreases enough; beyond it, once there is one, a point that bounds the interval. */
  let low = origin;
  let high: Trial | undefined;
  let step = first;
  for (let tried = 0; tried < trials; tried++) {
    const trial = await evaluate(step);
    if (trial === undefined) return undefined;
    const sufficient = trial.value <= origin.value + decrease * step * origin.slope && trial.value < low.value;
    if (!sufficient || !Number.isFinite(trial.slope)) {
      high = trial;
      step = between(low, high);
    } else {
      if (Math.abs(trial.slope) <= -flatness * origin.slope) return trial;
      const longer = high === undefined && trial.slope < 0 ? grown(low, trial) : undefined;
      // Where the value rises beyond the trial, towards the old bound or without one, the minimum is on this side of it.
      if (trial.slope * (trial.step - low.step) >= 0) high = low;
      low = trial;
      step = longer ?? between(low, high!);
    }
    if (step === low.step) break;
  }
  return low;
}

/** Where the slope would be 0 if it went on changing as from `before` to `last`, within limits. */
function grown(before: Trial, last: Trial): number {
  const share = last.slope / (before.slope - last.slope);
  const expected = last.step + share * (last.step - before.step);
  const [least, most] = growth.map((factor) => factor * last.step) as [number, number];
  // A slope that gets steeper says nothing about where it ends.
  return share > 0 ? Math.min(Math.max(expected, least), most) : most;
}

/** The minimum of the cubic through values and slopes of both ends (equation 3.59), away from these; else the middle. */
function between(low: Trial, high: Trial): number {
  const width = high.step - low.step;
  const d1 = low.slope + high.slope - (3 * (high.value - low.value)) / width;
  const d2 = Math.sign(width) * Math.sqrt(d1 * d1 - low.slope * high.slope);
  const share = 1 - (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
  return low.step + width * (Number.isFinite(share) ? Math.min(Math.max(share, margin), 1 - margin) : 0.5);
}
