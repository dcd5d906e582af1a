/** What a check found: where, what stands there, what was expected, and what to do about it. */
export interface Problem {
  readonly where: string;
  readonly found: string;
  readonly expected: string;
  readonly todo: string;
}

export const describeProblem = ({ where, found, expected, todo }: Problem): string =>
  `${where}: ${found}\n  expected: ${expected}\n  to do:    ${todo}`;
