import { files } from "@blockzoo/alexnet/weights";
import type { WeightsOf } from "@blockzoo/family";
import { digitLabels } from "@blockzoo/tasks/image-classification";
import { preprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "alexnet-mini.glyphs": {
    ...files["alexnet-mini.glyphs"],
    variant: "alexnet-mini",
    meaning: { preprocessing: preprocessing.glyphs, labels: digitLabels },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
