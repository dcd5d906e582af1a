import { files } from "@blockzoo/vgg/weights";
import type { WeightsEntry } from "@blockzoo/family";
import { preprocessing } from "./preprocessing.js";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "vgg-mini-a.glyphs": {
    ...files["vgg-mini-a.glyphs"],
    variant: "vgg-mini-a",
    preprocessing: preprocessing.glyphs,
    labels: digits,
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
