import type { WeightsOf } from "@blockzoo/family";
import { digitLabels } from "@blockzoo/tasks/image-classification";
import { files } from "@blockzoo/fcn/weights";
import { preprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package: half precision, about 100 kB each. */
export const weights = {
  "fcn-mini.shapes": {
    ...files["fcn-mini.shapes"],
    variant: "fcn-mini",
    meaning: { preprocessing: preprocessing.shapes, labels: ["background", "circle", "square", "triangle"] },
    licence: "MIT",
  },
  "heat-map-mini.glyphs": {
    ...files["heat-map-mini.glyphs"],
    variant: "heat-map-mini",
    meaning: { preprocessing: preprocessing.glyphs, labels: [...digitLabels, "background"] },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
