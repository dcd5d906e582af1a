import type { Backend } from "@blockzoo/core";
import type { FamilyDefinition } from "@blockzoo/family";
import { afterAll, beforeAll, describe, it } from "vitest";
import { familyChecks, type FamilyCheckOptions } from "./family-checks.js";

export interface FamilyTestOptions extends Omit<FamilyCheckOptions, "backends"> {
  /** The backends that must agree with the reference; variants are trained on the first. */
  readonly backends: Readonly<Record<string, () => Promise<Backend>>>;
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
    const opened: Record<string, Backend> = {};
    beforeAll(async () => {
      for (const [id, open] of Object.entries(options.backends)) opened[id] = await open();
    });
    afterAll(() => Promise.all(Object.values(opened).map((backend) => backend.dispose())));

    for (const { subject, checks } of familyChecks(family, { ...options, backends: Object.keys(options.backends) })) {
      describe(subject, () => {
        for (const { title, run } of checks) it(title, { timeout: slowest }, async () => run(opened));
      });
    }
  });
}
