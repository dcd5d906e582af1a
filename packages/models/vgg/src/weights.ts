import { files } from "@blockzoo/vgg/weights";
import type { WeightsOf } from "@blockzoo/family";
import { digitLabels } from "@blockzoo/tasks/image-classification";
import { preprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "vgg-mini-a.glyphs": {
    ...files["vgg-mini-a.glyphs"],
    variant: "vgg-mini-a",
    meaning: { preprocessing: preprocessing.glyphs, labels: digitLabels },
    licence: "MIT",
  },
  "vgg-mini-d.glyphs": {
    ...files["vgg-mini-d.glyphs"],
    variant: "vgg-mini-d",
    meaning: { preprocessing: preprocessing.glyphs, labels: digitLabels },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
