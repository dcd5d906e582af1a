import type { WeightsEntry } from "@blockzoo/family";

/** Trained weights that come with the package: half precision. */
export const weights = {} as const satisfies Readonly<Record<string, WeightsEntry>>;
