import { check, checkOptions } from "@blockzoo/core";

/**
 * How the learning rate moves: the factor of the update rule's rate at a step, the first of which is 0.
 *
 * @example const halved: Schedule = (step, totalSteps) => (step < totalSteps / 2 ? 1 : 0.5);
 */
export type Schedule = (step: number, totalSteps: number) => number;

/** The rate as it is. */
export function constantSchedule(factor = 1): Schedule {
  return () => factor;
}

export interface StepScheduleOptions {
  /** The factor falls after every so many steps, or after these steps. */
  readonly every: number | readonly number[];
  /** What it is multiplied by each time. Default 0.1. */
  readonly gamma?: number;
}

/**
 * Falls in steps, as PyTorch's `StepLR` and `MultiStepLR` called once a step.
 *
 * @example stepSchedule({ every: [32_000, 48_000] })   // the CIFAR schedule of He et al. 2015
 */
export function stepSchedule(options: StepScheduleOptions): Schedule {
  checkOptions("stepSchedule", options, { every: true, gamma: true });
  const { every, gamma = 0.1 } = options;
  check(typeof every !== "number" || every > 0, () => `stepSchedule: every must be positive, got ${String(every)}`);
  return (step) =>
    gamma ** (typeof every === "number" ? Math.floor(step / every) : every.filter((at) => step >= at).length);
}

/**
 * Half a cosine from 1 down to `floor`, 0 by default: `floor + (1 - floor) (1 + cos(π step / totalSteps)) / 2`.
 *
 * I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016, equation 5 (arXiv 1608.03983).
 */
export function cosineSchedule(options: { readonly floor?: number } = {}): Schedule {
  checkOptions("cosineSchedule", options, { floor: true });
  const { floor = 0 } = options;
  return (step, totalSteps) => anneal(1, floor, step / totalSteps);
}

/** From `start` (default 0) in a straight line to 1 within `steps`, then 1. */
export function linearWarmup(options: { readonly steps: number; readonly start?: number }): Schedule {
  checkOptions("linearWarmup", options, { steps: true, start: true });
  const { steps, start = 0 } = options;
  check(steps > 0, () => `linearWarmup: steps must be positive, got ${steps}`);
  return (step) => (step >= steps ? 1 : start + ((1 - start) * step) / steps);
}

export interface OneCycleOptions {
  /** The share of the steps in which the rate rises. Default 0.3. */
  readonly rise?: number;
  /** The rate starts at the peak divided by this. Default 25. */
  readonly initialDivisor?: number;
  /** It ends at the initial rate divided by this. Default 1e4. */
  readonly finalDivisor?: number;
}

/**
 * Up and down once, along half cosines, as PyTorch's `OneCycleLR` without its momentum; 1 is the peak.
 *
 * L. N. Smith, N. Topin, "Super-Convergence", 2017 (arXiv 1708.07120).
 */
export function oneCycle(options: OneCycleOptions = {}): Schedule {
  checkOptions("oneCycle", options, { rise: true, initialDivisor: true, finalDivisor: true });
  const { rise = 0.3, initialDivisor = 25, finalDivisor = 1e4 } = options;
  check(rise > 0 && rise < 1, () => `oneCycle: rise must be between 0 and 1, got ${rise}`);
  const [initial, final] = [1 / initialDivisor, 1 / initialDivisor / finalDivisor];
  return (step, totalSteps) => {
    const peak = rise * totalSteps - 1;
    const last = totalSteps - 1;
    return step < peak ? anneal(initial, 1, step / peak) : anneal(1, final, (step - peak) / (last - peak));
  };
}

/**
 * The product of schedules.
 *
 * @example compose(linearWarmup({ steps: 500 }), cosineSchedule())
 */
export function compose(...schedules: readonly Schedule[]): Schedule {
  return (step, totalSteps) => schedules.reduce((factor, schedule) => factor * schedule(step, totalSteps), 1);
}

/** Half a cosine from one value to another while `share` goes from 0 to 1. */
function anneal(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(share, 1)))) / 2;
}
