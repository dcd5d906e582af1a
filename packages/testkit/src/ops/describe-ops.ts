import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { describeRuns, type Exclusion } from "../exclusions.js";
import {
  checkAdjoint,
  checkForward,
  checkGradient,
  checkGradientOn,
  isDifferentiable,
  opTests,
  type OpTest,
} from "./check-op.js";

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
  describeRuns(runs, options.exclusions);
}
