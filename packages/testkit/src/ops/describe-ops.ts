import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { checkAdjoint, checkForward, checkGradient, isDifferentiable, opTests } from "./check-op.js";

/** A case that a backend is known to fail, and why. It must fail: one that passes is an error. */
export interface Exclusion {
  /** The title of the case, `conv: stride 2`. */
  readonly title: string;
  readonly reason: string;
}

/** Tests that every primitive's rule agrees with its meaning: gradients, second gradients, adjoints, in float64. */
export function describeGradients(): void {
  describe.each(opTests().map((test) => [test.title, test] as const))("%s", (_, test) => {
    it.runIf(isDifferentiable(test))("gradient equals central differences", () => checkGradient(test));
    it.runIf(isDifferentiable(test, 2))("second gradient equals central differences", () => checkGradient(test, 2));
    it.runIf(isDifferentiable(test) && test.op.linear !== undefined)("adjoint identity holds", () =>
      checkAdjoint(test),
    );
  });
}

/** Tests every case of every primitive on a backend against the reference. */
export function describeBackendOps(
  open: () => Promise<Backend>,
  options: { readonly exclusions?: readonly Exclusion[] } = {},
): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());
  for (const test of opTests()) {
    const exclusion = options.exclusions?.find(({ title }) => title === test.title);
    const run = () => checkForward(test, backend);
    if (exclusion === undefined) it(test.title, run);
    else it.fails(`${test.title} (excluded: ${exclusion.reason})`, run);
  }
}
