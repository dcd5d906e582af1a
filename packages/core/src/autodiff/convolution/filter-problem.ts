import { extentOf, type Window } from "../../ops/window.js";

/** The sizes of a filter gradient; channels are those of one group. */
export interface FilterProblem extends Window {
  readonly batch: number;
  readonly groups: number;
  readonly outputs: number;
  readonly channels: number;
  /** Spatial sizes of x. */
  readonly sizes: readonly number[];
  /** Spatial sizes of dy: how many windows there are along each axis. */
  readonly windows: readonly number[];
}

/** How far the windows reach along an axis of the padded input. */
export function reach(problem: FilterProblem, axis: number): number {
  return (problem.windows[axis]! - 1) * problem.strides[axis]! + extentOf(problem, axis);
}

/** The pads (or crops) that leave of x just what the windows see. */
export function visible(problem: FilterProblem): (readonly [number, number])[] {
  return problem.padding.map(
    ([before], axis) => [before, reach(problem, axis) - before - problem.sizes[axis]!] as const,
  );
}
