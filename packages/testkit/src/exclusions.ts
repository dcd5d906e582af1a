import { check } from "@blockzoo/core";
import { it } from "vitest";

/** A case that a backend is known to fail, and why. It must fail: one that passes is an error. */
export interface Exclusion {
  /** The title of the case, `conv: stride 2`, or of its gradient, `conv: stride 2, gradient`. */
  readonly title: string;
  readonly reason: string;
}

/** Registers a test for each run; those excluded are expected to fail. */
export function describeRuns(
  runs: readonly { readonly title: string; readonly run: () => Promise<void> }[],
  exclusions: readonly Exclusion[] = [],
): void {
  for (const { title } of exclusions) {
    check(
      runs.some((each) => each.title === title),
      () => `the exclusion "${title}" is the title of no case`,
    );
  }
  for (const { title, run } of runs) {
    const exclusion = exclusions.find((each) => each.title === title);
    if (exclusion === undefined) it(title, run);
    else it.fails(`${title} (excluded: ${exclusion.reason})`, run);
  }
}
