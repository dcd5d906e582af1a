/** What all minimisers have in common: where they begin and stop, what they tell, and what they go on from. */
import { check, ndarray, pauses, type NDArray, type StateDict } from "@blockzoo/core";
import { isFiniteAt, largest, type Objective, type ValueAtPoint, type Vector } from "./objective.js";

/**
 * Why a minimiser stopped:
 *
 * - `"gradient"`: no entry of the gradient is above the tolerance
 * - `"change"`: a step changed the value by less than the tolerance
 * - `"steps"`: all steps that were asked for are taken
 * - `"line search"`: no point along the steepest descent has a lower value: a minimum as far as the precision goes, or a wrong
 *   gradient
 * - `"not finite"`: the value or its gradient is not a finite number, at the start or wherever a step could go
 * - `"aborted"`: by the signal
 */
export type StopReason = "gradient" | "change" | "steps" | "line search" | "not finite" | "aborted";

/** What a minimiser tells at the start, and after each step. */
export interface MinimizerProgress {
  /** Steps taken, those before a stop included. */
  readonly step: number;
  /** The value after the step. */
  readonly value: number;
  /** What else the objective said of the point. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The largest entry of the gradient there, without its sign. */
  readonly gradientSize: number;
  /** The point itself: copy what shall outlive the call. */
  readonly x: Vector;
  /** All that the minimiser goes on from, for `resume`. */
  state(): Promise<StateDict>;
}

/** What all minimisers take. */
export interface MinimizeOptions {
  readonly objective: Objective;
  /** Where to begin; it is not changed. */
  readonly start: Vector;
  /** At most so many, those before a stop included. */
  readonly steps: number;
  /**
   * Stops where no entry of the gradient is larger. Default 0: what is small depends on the objective, and the gradient of a mean
   * over many values is small everywhere.
   */
  readonly gradientTolerance?: number | undefined;
  /** The state of a run that was stopped: it goes on from there instead of `start`, to the same numbers as without a stop. */
  readonly resume?: StateDict | undefined;
  /** When aborted, the run ends with what there is. */
  readonly signal?: AbortSignal | undefined;
  /** Called at the start, unless that is resumed, and after every step; it is waited for. */
  readonly onStep?: ((progress: MinimizerProgress) => void | Promise<void>) | undefined;
}

/** Where a minimiser came to. */
export interface Minimum {
  /** The point of the lowest value that a step came to. */
  readonly x: Vector;
  readonly value: number;
  /** Steps taken, those before a stop included. */
  readonly steps: number;
  /** How often this run asked for value and gradient. */
  readonly evaluations: number;
  readonly reason: StopReason;
  /** All that the minimiser goes on from, for `resume`. */
  readonly state: StateDict;
}

/** A point with what the objective says of it. */
export interface Evaluated extends ValueAtPoint {
  readonly x: Vector;
}

/** How a minimiser goes from point to point. */
export interface Method {
  /** The next point, or why there is none. The signal is looked at wherever the objective is asked several times. */
  next(at: Evaluated, evaluate: (x: Vector) => Promise<Evaluated>): Promise<Evaluated | StopReason>;
  /** Whether a step was too small to go on. */
  readonly hasSettled?: (before: Evaluated, after: Evaluated) => boolean;
  /** What it knows besides the point. */
  memory(): Promise<Iterable<readonly [string, NDArray]>>;
}

/** Runs a method. A resumed one has its memory from the state already. */
export async function minimize(where: string, options: MinimizeOptions, method: Method): Promise<Minimum> {
  const { objective, steps, gradientTolerance = 0, resume, signal, onStep } = options;
  check(Number.isInteger(steps) && steps >= 0, () => `${where}: steps must be a whole number, got ${steps}`);
  let evaluations = 0;
  const evaluate = async (x: Vector): Promise<Evaluated> => {
    evaluations++;
    const found = await objective(x);
    check(
      found.gradient.length === x.length,
      () => `${where}: the objective gave a gradient of ${found.gradient.length} values for ${x.length} variables`,
    );
    return { ...found, x };
  };
  const saved = resume && savedPosition(where, resume, options.start.length);
  let step = saved?.step ?? 0;
  let at = await evaluate(saved?.x ?? options.start);
  let best = saved?.best === undefined ? at : await evaluate(saved.best);
  const state = async (): Promise<StateDict> => {
    const lowest = best.x === at.x ? [] : ([["best", ndarray(best.x)]] as const);
    return new Map([["x", ndarray(at.x)], ["step", scalar(step)], ...lowest, ...(await method.memory())]);
  };
  const tell = async () => {
    const { x, value, gradient, metrics = {} } = at;
    await onStep?.({ step, value, metrics, gradientSize: largest(gradient), x, state });
  };

  if (saved === undefined) await tell();
  const pause = pauses();
  let reason = isFiniteAt(at) ? undefined : ("not finite" as StopReason);
  while (reason === undefined) {
    if (largest(at.gradient) <= gradientTolerance) reason = "gradient";
    else if (step >= steps) reason = "steps";
    else if (signal?.aborted === true) reason = "aborted";
    else {
      const next = await method.next(at, evaluate);
      if (typeof next === "string") reason = next;
      else if (!isFiniteAt(next)) reason = "not finite";
      else {
        if (method.hasSettled?.(at, next) === true) reason = "change";
        at = next;
        step++;
        if (at.value <= best.value) best = at;
        await tell();
      }
      await pause();
    }
  }
  return { x: best.x, value: best.value, steps: step, evaluations, reason, state: await state() };
}

function scalar(value: number): NDArray {
  return ndarray(Float32Array.of(value), []);
}

interface Saved {
  readonly x: Vector;
  readonly step: number;
  /** The lowest point, where that is another than x. */
  readonly best: Vector | undefined;
}

function savedPosition(where: string, state: StateDict, variables: number): Saved {
  const [x, step, best] = ["x", "step", "best"].map((name) => state.get(name)?.data);
  check(
    x !== undefined && step !== undefined,
    () => `${where}: what shall be resumed is no state of it: x or step is missing`,
  );
  check(
    x.length === variables,
    () => `${where}: what shall be resumed has ${x.length} variables, but the objective has ${variables}`,
  );
  return { x: x as Vector, step: step[0]!, best: best as Vector | undefined };
}
