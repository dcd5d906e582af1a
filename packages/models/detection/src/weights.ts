import type { WeightsEntry } from "@blockzoo/family";
import { files } from "@blockzoo/detection/weights";
import { background } from "./find-in-regions.js";
import { preprocessing } from "./preprocessing.js";

const shapes = ["circle", "square", "triangle"];

/** Trained weights that come with the package: half precision, about 110 kB each. */
export const weights = {
  "heat-detector.one-shape": {
    ...files["heat-detector.one-shape"],
    variant: "heat-detector",
    preprocessing: preprocessing["heat-detector"],
    labels: shapes,
    licence: "MIT",
  },
  "roi-detector.one-shape": {
    ...files["roi-detector.one-shape"],
    variant: "roi-detector",
    preprocessing: preprocessing["roi-detector"],
    labels: [background, ...shapes],
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
