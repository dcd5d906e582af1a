import type { Variant } from "@blockzoo/family";
import { findWeights, weightsTags } from "../src/index.js";

/** The variants whose weights are packaged, small enough for a software GPU, by id. */
export async function minis(): Promise<Readonly<Record<string, Variant>>> {
  const found = await Promise.all(weightsTags.map((tag) => findWeights(tag)));
  return Object.fromEntries(found.map(({ entry, variant }) => [entry.variant, variant]));
}
