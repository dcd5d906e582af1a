import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { check, stateOf } from "@blockzoo/core";
import type { Family } from "@blockzoo/family";
import { describe, expect, it } from "vitest";

/**
 * Compares the state dicts of a family's variants with those of torchvision's networks: names, their order and shapes. The
 * file of digests, by id of the variant, is written by `pnpm golden:torchvision`, which compares at full size what both compute.
 *
 * @example describeTorchvisionStates(vgg, new URL("./golden/torchvision.json", import.meta.url))
 */
export function describeTorchvisionStates(family: Family, golden: URL): void {
  const known = JSON.parse(readFileSync(golden, "utf8")) as Readonly<Record<string, { readonly state: string }>>;
  describe("state dicts are torchvision's", () => {
    it.each(Object.entries(known))("%s", (id, { state }) => {
      const variant = family.variants[id];
      check(variant !== undefined, () => `there is no variant "${id}" in ${family.name}`);
      const lines = stateOf(variant.create()).map(({ name, value }) => `${name} ${value.shape.join("x")}\n`);
      expect(createHash("sha256").update(lines.join("")).digest("hex")).toBe(state);
    });
  });
}
