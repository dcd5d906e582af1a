import type { Variant } from "@blockzoo/family";
import { describe, it } from "vitest";
import { agreementChecks } from "./agreement-checks.js";
import { graphsOf } from "./checked-graph.js";
import { openBackends, type BackendsToOpen } from "./open-backends.js";

/** Enough for a graph of a hundred convolutions on a software GPU, in milliseconds. */
const slowest = 120_000;

/**
 * Tests that variants compute on backends what they do on the reference, outputs as well as losses of training: for the runtimes that the tests of the families leave out.
 *
 * @example describeAgreement(lenet.variants, { wasm: () => onnxruntime({ provider: "wasm" }) })
 */
export function describeAgreement(variants: Readonly<Record<string, Variant>>, backends: BackendsToOpen): void {
  const opened = openBackends(backends);
  const graphs = Object.entries(variants).flatMap(([id, variant]) => graphsOf(id, variant));
  describe.each(graphs)("$title", (graph) => {
    for (const { title, run } of agreementChecks(graph, Object.keys(backends))) {
      it(title, { timeout: slowest }, async () => run(opened));
    }
  });
}
