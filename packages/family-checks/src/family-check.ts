import type { Backend } from "@blockzoo/core";

/** Backends by the names under which they are reported, open while checks run. */
export type OpenBackends = Readonly<Record<string, Backend>>;

/**
 * One thing that must hold of a family: a test of vitest in `describeFamily`, a line of the checklist in
 * `blockzoo check-family`.
 */
export interface FamilyCheck {
  /** What holds, in words: "passes a gradient to every parameter". */
  readonly title: string;
  /** Throws an error that says what was found, what was expected and what to do. */
  run(backends: OpenBackends): Promise<void> | void;
}

/** Checks of one subject. */
export interface FamilyCheckGroup {
  /** What they are about: "variant lenet5". */
  readonly subject: string;
  readonly checks: readonly FamilyCheck[];
}
