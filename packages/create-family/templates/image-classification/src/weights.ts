import type { WeightsEntry } from "@blockzoo/family";

/** Trained weights that come with the package: none yet. `blockzoo make-weights` makes their files. */
export const weights = {} as const satisfies Readonly<Record<string, WeightsEntry>>;
