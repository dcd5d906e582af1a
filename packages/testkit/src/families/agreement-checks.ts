import type { Variant } from "@blockzoo/family";
import { close, expectClose } from "../tolerance.js";
import type { FamilyCheck, OpenBackends } from "./family-check.js";
import { runsOn, runsOnReference, type VariantRuns } from "./variant-runs.js";

/**
 * Inputs that losses are compared on until they agree. Of a hundred thousand activations one may be so near to the kink of a
 * ReLU that float32 puts it on the other side, and the gradient jumps; it does not for three inputs in a row.
 */
const draws = [0, 1, 2];

/** That backends, named here and given to the checks when these run, compute and train as the reference does. */
export function agreementChecks(
  name: string,
  variant: Variant,
  backends: readonly string[],
  reference = runsOnReference(variant),
): readonly FamilyCheck[] {
  return backends.flatMap((id) => [
    {
      title: `gives the reference's outputs on ${id}`,
      async run(opened: OpenBackends) {
        const found = await runsOn(opened[id]!, variant).output();
        expectClose(found, await reference.output(), "network", `${name} on ${id}`);
      },
    },
    {
      title: `has the reference's losses on ${id}`,
      run: (opened: OpenBackends) => checkLosses(runsOn(opened[id]!, variant), reference, `losses of ${name} on ${id}`),
    },
  ]);
}

async function checkLosses(runs: VariantRuns, reference: VariantRuns, what: string): Promise<void> {
  for (const seed of draws) {
    const [found, expected] = [await runs.losses(seed), await reference.losses(seed)];
    if (close(found, expected, "training")) return;
    if (seed === draws.at(-1)) expectClose(found, expected, "training", what);
  }
}
