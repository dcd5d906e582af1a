import type { WeightsOf } from "@blockzoo/family";
import type { variants } from "./variants.js";

/** Trained weights that come with the package: none yet. `blockzoo make-weights` makes their files. */
export const weights = {} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
