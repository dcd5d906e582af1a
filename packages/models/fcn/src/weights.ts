import type { WeightsEntry } from "@blockzoo/family";
import { files } from "@blockzoo/fcn/weights";
import { preprocessing } from "./preprocessing.js";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Trained weights that come with the package: half precision, about 100 kB each. */
export const weights = {
  "fcn-mini.shapes": {
    ...files["fcn-mini.shapes"],
    variant: "fcn-mini",
    preprocessing: preprocessing.shapes,
    labels: ["background", "circle", "square", "triangle"],
    licence: "MIT",
  },
  "heat-map-mini.glyphs": {
    ...files["heat-map-mini.glyphs"],
    variant: "heat-map-mini",
    preprocessing: preprocessing.glyphs,
    labels: [...digits, "background"],
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
