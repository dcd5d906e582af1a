import { files } from "@blockzoo/deconvnet/weights";
import type { WeightsOf } from "@blockzoo/family";
import { digitLabels } from "@blockzoo/tasks/image-classification";
import type { variants } from "./variants.js";

/** Trained weights that come with the package: half precision, 220 and 380 kB. */
export const weights = {
  "deconvnet-mini.outlines": {
    ...files["deconvnet-mini.outlines"],
    variant: "deconvnet-mini",
    meaning: {
      preprocessing: { kind: "image", channels: 1, mean: [0], deviation: [1], foreground: "bright" },
      labels: ["background", "circle", "square", "triangle"],
    },
    licence: "MIT",
  },
  "chair-generator-mini.views": {
    ...files["chair-generator-mini.views"],
    variant: "chair-generator-mini",
    meaning: { styles: digitLabels, angles: ["azimuth"] },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
