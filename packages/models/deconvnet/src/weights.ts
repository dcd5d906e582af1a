import { files } from "@blockzoo/deconvnet/weights";
import type { WeightsEntry } from "@blockzoo/family";

/** Trained weights that come with the package: half precision, 220 and 380 kB. */
export const weights = {
  "deconvnet-mini.outlines": {
    ...files["deconvnet-mini.outlines"],
    variant: "deconvnet-mini",
    preprocessing: { kind: "image", channels: 1, mean: [0], deviation: [1], foreground: "bright" },
    labels: ["background", "circle", "square", "triangle"],
    licence: "MIT",
  },
  "chair-generator-mini.views": {
    ...files["chair-generator-mini.views"],
    variant: "chair-generator-mini",
    preprocessing: {
      kind: "view",
      styles: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
      angles: ["azimuth"],
    },
    labels: ["grey"],
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
