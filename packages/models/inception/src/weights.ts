import { digitLabels, type WeightsEntry } from "@blockzoo/family";
import { files } from "@blockzoo/inception/weights";
import { glyphsPreprocessing } from "./preprocessing.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "inception-mini.glyphs": {
    ...files["inception-mini.glyphs"],
    variant: "inception-mini",
    preprocessing: glyphsPreprocessing,
    labels: digitLabels,
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
