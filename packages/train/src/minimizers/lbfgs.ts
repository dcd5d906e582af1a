import { check, checkOptions, type OptionNames } from "@blockzoo/core";
import { CurvaturePairs } from "./curvature-pairs.js";
import { searchLine } from "./line-search.js";
import {
  minimize,
  type Evaluated,
  type Method,
  type MinimizeOptions,
  type Minimum,
  type StopReason,
} from "./minimize.js";
import { along, dot, isFiniteAt, type Vector } from "./objective.js";

export interface LbfgsOptions extends MinimizeOptions {
  /**
   * How many steps stand for the curvature, m: two vectors each, in the precision of the start. Those of a picture of 1024x1024
   * in red, green and blue take 250 MB in single precision. Default 10.
   */
  readonly history?: number | undefined;
  /** Stops where a step changes the value by no more than this share of it. Default 1e-9. */
  readonly changeTolerance?: number | undefined;
  /** Points that a line search tries at most. Default 20. */
  readonly trials?: number | undefined;
  /** How flat it must be where a line search ends, c₂ of the Wolfe conditions: near 0, searches are exact. Default 0.9. */
  readonly flatness?: number | undefined;
}

const optionNames: OptionNames<LbfgsOptions> = {
  objective: true,
  start: true,
  steps: true,
  history: true,
  gradientTolerance: true,
  changeTolerance: true,
  trials: true,
  flatness: true,
  resume: true,
  signal: true,
  onStep: true,
};

/**
 * Minimises a smooth function of many variables by L-BFGS: each step goes along `-H ∇f`, where H stands for the inverse of the
 * Hessian as the last few steps have seen it, as far as the strong Wolfe conditions ask.
 *
 * The value never rises from step to step. A value that is not finite is gone back from, and where the line search finds
 * nothing better, the history is forgotten and steepest descent is tried before the run ends.
 *
 * D. C. Liu, J. Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical Programming 45, 1989;
 * J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition, 2006, algorithm 7.5.
 *
 * @example
 * const { x, value, reason } = await lbfgs({
 *   objective: ([x, y]) => ({ value: x ** 2 + 10 * y ** 2, gradient: Float64Array.of(2 * x, 20 * y) }),
 *   start: Float64Array.of(3, 1),
 *   steps: 100,
 * });
 * @throws BlockzooError where an option makes no sense, or a state is not one of this function's
 */
export async function lbfgs(options: LbfgsOptions): Promise<Minimum> {
  checkOptions("lbfgs", options, optionNames);
  const { history = 10, changeTolerance = 1e-9, trials = 20, flatness = 0.9, resume, signal } = options;
  check(
    Number.isInteger(history) && history > 0,
    () => `lbfgs: history must be a positive whole number, got ${history}`,
  );
  check(Number.isInteger(trials) && trials > 0, () => `lbfgs: trials must be a positive whole number, got ${trials}`);
  check(flatness > 1e-4 && flatness < 1, () => `lbfgs: flatness must be between 0.0001 and 1, got ${flatness}`);
  const pairs = new CurvaturePairs(history, resume);
  return minimize("lbfgs", options, new Lbfgs(pairs, { changeTolerance, trials, flatness, signal }));
}

interface Settings {
  readonly changeTolerance: number;
  readonly trials: number;
  readonly flatness: number;
  readonly signal: AbortSignal | undefined;
}

class Lbfgs implements Method {
  constructor(
    private readonly pairs: CurvaturePairs,
    private readonly settings: Settings,
  ) {}

  async next(at: Evaluated, evaluate: (x: Vector) => Promise<Evaluated>): Promise<Evaluated | StopReason> {
    let found = await this.#search(at, evaluate);
    if (found === "line search" && this.pairs.size > 0) {
      this.pairs.clear();
      found = await this.#search(at, evaluate);
    }
    if (typeof found !== "string") this.pairs.add(along(found.x, at.x, -1), along(found.gradient, at.gradient, -1));
    return found;
  }

  hasSettled(before: Evaluated, after: Evaluated): boolean {
    const size = Math.max(Math.abs(before.value), Math.abs(after.value));
    return before.value - after.value <= this.settings.changeTolerance * size;
  }

  async memory(): ReturnType<Method["memory"]> {
    return this.pairs.entries();
  }

  /** A point along the direction of the history that fulfils the Wolfe conditions, or at least is lower. */
  async #search(at: Evaluated, evaluate: (x: Vector) => Promise<Evaluated>): Promise<Evaluated | StopReason> {
    const { trials, flatness, signal } = this.settings;
    const direction = this.pairs.direction(at.gradient);
    let sawFinite = false;
    const found = await searchLine({
      origin: { ...at, step: 0, slope: dot(direction, at.gradient) },
      // Without a history nothing is known of lengths: a step of length 1.
      first: this.pairs.size === 0 ? 1 / Math.sqrt(dot(direction, direction)) : 1,
      evaluate: async (step) => {
        if (signal?.aborted === true) return undefined;
        const trial = await evaluate(along(at.x, direction, step));
        sawFinite ||= isFiniteAt(trial);
        return { ...trial, step, slope: dot(direction, trial.gradient) };
      },
      trials,
      flatness,
    });
    if (found === undefined) return "aborted";
    if (found.step > 0) return found;
    return sawFinite ? "line search" : "not finite";
  }
}
