import { check, type Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import {
  checkAdjoint,
  checkForward,
  checkGradient,
  checkGradientOn,
  isDifferentiable,
  opTests,
  type OpTest,
} from "./check-op.js";

/** A case that a backend is known to fail, and why. It must fail: one that passes is an error. */
export interface Exclusion {
  /** The title of the case, `conv: stride 2`, or of its gradient, `conv: stride 2, gradient`. */
  readonly title: string;
  readonly reason: string;
}

/** Tests that every primitive's rule agrees with its meaning: gradients, second gradients, adjoints, in float64. */
export function describeGradients(): void {
  const checks: [name: string, applies: (test: OpTest) => boolean, run: (test: OpTest) => Promise<void>][] = [
    ["gradients equal central differences", (test) => isDifferentiable(test), (test) => checkGradient(test)],
    [
      "second gradients equal central differences",
      (test) => isDifferentiable(test, 2),
      (test) => checkGradient(test, 2),
    ],
    ["adjoint identities hold", (test) => isDifferentiable(test) && test.op.linear !== undefined, checkAdjoint],
  ];
  describe.each(checks)("%s", (_, applies, run) => {
    for (const test of opTests().filter(applies)) it(test.title, () => run(test));
  });
}

/** Tests every case of every primitive, and its gradients, on a backend against the reference. */
export function describeBackendOps(
  open: () => Promise<Backend>,
  options: { readonly exclusions?: readonly Exclusion[] } = {},
): void {
  const { exclusions = [] } = options;
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());
  const tests = opTests();
  const runs = [
    ...tests.map((test) => ({ title: test.title, run: () => checkForward(test, backend) })),
    ...tests
      .filter((test) => isDifferentiable(test))
      .map((test) => ({ title: `${test.title}, gradient`, run: () => checkGradientOn(test, backend) })),
  ];
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
