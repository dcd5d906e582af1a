import type { FamilyDefinition } from "@blockzoo/family";
import { describe, it } from "vitest";
import { familyChecks, type FamilyCheckOptions } from "./family-checks.js";
import { openBackends, type BackendsToOpen } from "./open-backends.js";

export interface FamilyTestOptions extends Omit<FamilyCheckOptions, "backends"> {
  /** The backends that must agree with the reference; variants are trained on the first. */
  readonly backends: BackendsToOpen;
}

/** A runner's default of five seconds is short for training on a busy machine. */
const slowest = 60_000;

/**
 * What every family must satisfy, as vitest's tests: counts, names, gradients, agreement of all backends, export, save and
 * load, determinism, that it can learn at all, and what its weights and recipes say of themselves. Call it inside a test
 * file of the family.
 *
 * @example describeFamily(lenet, { backends: { onnxruntime: () => onnxruntime() }, golden })
 */
export function describeFamily(family: FamilyDefinition, options: FamilyTestOptions): void {
  describe(family.name, () => {
    const opened = openBackends(options.backends);
    for (const { subject, checks } of familyChecks(family, { ...options, backends: Object.keys(options.backends) })) {
      describe(subject, () => {
        for (const { title, run } of checks) it(title, { timeout: slowest }, async () => run(opened));
      });
    }
  });
}
