import type { Variant } from "@blockzoo/family";
import { isQuicklyRun } from "@blockzoo/family-checks";
import { findWeights, weightsTags } from "../src/index.js";

/** The variants whose weights are packaged, small enough for a software GPU, by id. */
export async function minis(): Promise<Readonly<Record<string, Variant>>> {
  const found = await Promise.all(weightsTags.map((tag) => findWeights(tag)));
  const variants = Object.fromEntries(found.map(({ entry, variant }) => [entry.variant, variant]));
  return Object.fromEntries(Object.entries(variants).filter(([, variant]) => isQuicklyRun(variant)));
}
