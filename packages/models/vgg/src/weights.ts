import { files } from "@blockzoo/vgg/weights";
import { digitLabels, type WeightsEntry } from "@blockzoo/family";
import { preprocessing } from "./preprocessing.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "vgg-mini-a.glyphs": {
    ...files["vgg-mini-a.glyphs"],
    variant: "vgg-mini-a",
    preprocessing: preprocessing.glyphs,
    labels: digitLabels,
    licence: "MIT",
  },
  "vgg-mini-d.glyphs": {
    ...files["vgg-mini-d.glyphs"],
    variant: "vgg-mini-d",
    preprocessing: preprocessing.glyphs,
    labels: digitLabels,
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
