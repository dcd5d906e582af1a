import { digitLabels, type WeightsEntry } from "@blockzoo/family";
import { files } from "@blockzoo/resnet/weights";
import { glyphsPreprocessing } from "./preprocessing.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "resnet20-mini.glyphs": {
    ...files["resnet20-mini.glyphs"],
    variant: "resnet20-mini",
    preprocessing: glyphsPreprocessing,
    labels: digitLabels,
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
