import type { WeightsOf } from "@blockzoo/family";
import { files } from "@blockzoo/detection/weights";
import { background } from "./find-in-regions.js";
import { preprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

const shapes = ["circle", "square", "triangle"];

/** Trained weights that come with the package: half precision, about 110 kB each. */
export const weights = {
  "heat-detector.one-shape": {
    ...files["heat-detector.one-shape"],
    variant: "heat-detector",
    meaning: { preprocessing: preprocessing["heat-detector"], labels: shapes },
    licence: "MIT",
  },
  "roi-detector.one-shape": {
    ...files["roi-detector.one-shape"],
    variant: "roi-detector",
    meaning: { preprocessing: preprocessing["roi-detector"], labels: [background, ...shapes] },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
