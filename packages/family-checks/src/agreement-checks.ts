import { close, expectClose } from "@blockzoo/testkit/tolerance";
import type { CheckedGraph } from "./checked-graph.js";
import type { FamilyCheck, OpenBackends } from "./family-check.js";
import { runsOn, runsOnReference, type GraphRuns } from "./graph-runs.js";

/**
 * Inputs that losses are compared on until they agree. Of a hundred thousand activations one may be so near to the kink of a
 * ReLU that float32 puts it on the other side, and the gradient jumps; it does not for three inputs in a row.
 */
const draws = [0, 1, 2];

/** That backends, named here and given to the checks when these run, compute and train a graph as the reference does. */
export function agreementChecks(
  { variant, name, title }: CheckedGraph,
  backends: readonly string[],
  reference = runsOnReference(variant, name),
): readonly FamilyCheck[] {
  return backends.flatMap((id) => [
    {
      title: `gives the reference's outputs on ${id}`,
      async run(opened: OpenBackends) {
        const found = await runsOn(opened[id]!, variant, name).output();
        expectClose(found, await reference.output(), "network", `${title} on ${id}`);
      },
    },
    {
      title: `has the reference's losses on ${id}`,
      run: (opened: OpenBackends) =>
        checkLosses(runsOn(opened[id]!, variant, name), reference, `losses of ${title} on ${id}`),
    },
  ]);
}

async function checkLosses(runs: GraphRuns, reference: GraphRuns, what: string): Promise<void> {
  for (const seed of draws) {
    const [found, expected] = [await runs.losses(seed), await reference.losses(seed)];
    if (close(found, expected, "training")) return;
    if (seed === draws.at(-1)) expectClose(found, expected, "training", what);
  }
}
