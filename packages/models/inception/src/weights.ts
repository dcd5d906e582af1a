import type { WeightsOf } from "@blockzoo/family";
import { digitLabels } from "@blockzoo/tasks/image-classification";
import { files } from "@blockzoo/inception/weights";
import { glyphsPreprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "inception-mini.glyphs": {
    ...files["inception-mini.glyphs"],
    variant: "inception-mini",
    meaning: { preprocessing: glyphsPreprocessing, labels: digitLabels },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
