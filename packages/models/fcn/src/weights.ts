import { digitLabels, type WeightsEntry } from "@blockzoo/family";
import { files } from "@blockzoo/fcn/weights";
import { preprocessing } from "./preprocessing.js";

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
    labels: [...digitLabels, "background"],
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
