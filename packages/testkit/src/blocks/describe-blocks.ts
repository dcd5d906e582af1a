import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { describeRuns, type Exclusion } from "../exclusions.js";
import { blockCases } from "./block-cases.js";
import { checkBlock, checkBlockGradient, checkBlockGradientOn } from "./check-block.js";

const differentiable = blockCases.filter(({ gradient }) => gradient !== false);

/** Tests the gradients of every block's inputs and parameters against central differences, in float64. */
export function describeBlockGradients(): void {
  describe("gradients equal central differences", () => {
    for (const each of differentiable) it(each.title, () => checkBlockGradient(each));
  });
}

/** Tests every case of every block, and its gradients, on a backend against the reference. */
export function describeBackendBlocks(
  open: () => Promise<Backend>,
  options: { readonly exclusions?: readonly Exclusion[] } = {},
): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());
  const values = blockCases.map((each) => ({ title: each.title, run: () => checkBlock(each, backend) }));
  const slopes = differentiable.map((each) => ({
    title: `${each.title}, gradient`,
    run: () => checkBlockGradientOn(each, backend),
  }));
  describeRuns([...values, ...slopes], options.exclusions);
}
