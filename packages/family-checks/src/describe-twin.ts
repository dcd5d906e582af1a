import { BlockzooError, type Block } from "@blockzoo/core";
import { describe, it } from "vitest";
import { twinChecks, type TwinGolden } from "./twin-checks.js";

/** Enough for a network of a hundred layers in float64 on a busy machine, in milliseconds. */
const timeout = 60_000;

/**
 * Compares a network with its twin in PyTorch: the keys of its state dict, outputs for several sizes, the gradient of every
 * parameter, and what batch normalisation records. Networks may return more in train mode, as those with auxiliary heads do.
 * Weights, inputs and the weighting of outputs are known to both sides by name, so that none of them is stored. Networks with
 * dropout are made without.
 *
 * @example describeTwin("vgg-mini-a", () => vgg.create("vgg-mini-a"), golden["vgg-mini-a"])
 */
export function describeTwin(name: string, create: () => Block, golden: TwinGolden | undefined): void {
  if (golden === undefined) throw new BlockzooError(`there are no golden values for the twin of "${name}"`);
  describe(`${name} and its PyTorch twin`, () => {
    for (const { title, run } of twinChecks(name, create, golden)) it(title, { timeout }, () => run({}));
  });
}
