import { files } from "@blockzoo/alexnet/weights";
import { digitLabels, type WeightsEntry } from "@blockzoo/family";
import { preprocessing } from "./preprocessing.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "alexnet-mini.glyphs": {
    ...files["alexnet-mini.glyphs"],
    variant: "alexnet-mini",
    preprocessing: preprocessing.glyphs,
    labels: digitLabels,
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
