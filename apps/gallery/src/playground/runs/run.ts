import type { Problem } from "../program/problem.js";
import type { Program } from "../program/program.js";

/** One training of a program as it was when it was started. */
export interface Run {
  readonly id: number;
  /** What the person calls it. */
  readonly name: string;
  readonly program: Program;
  readonly parameters: number;
  readonly state: "running" | "finished" | "stopped" | "failed";
  /** Of each step, from the first on; NaN where a step told none. */
  readonly losses: readonly number[];
  readonly totalSteps: number;
  /** The newest on held-out data. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly problem: Problem | undefined;
}

/** The colour of its curve, among the series of the app. */
export function colorOf({ id }: Run): number {
  return ((id - 1) % 5) + 1;
}

/** Steps whose losses are averaged, since those of single batches jump. */
export const smoothedOver = 10;

/** For each step the mean of the losses of the last ones. */
export function smoothed(losses: readonly number[]): number[] {
  let sum = 0;
  return losses.map((loss, step) => {
    sum += loss - (step >= smoothedOver ? losses[step - smoothedOver]! : 0);
    return sum / Math.min(step + 1, smoothedOver);
  });
}
