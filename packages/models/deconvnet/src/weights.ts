import { files } from "@blockzoo/deconvnet/weights";
import type { WeightsEntry } from "@blockzoo/family";

/** Trained weights that come with the package: half precision, 220 kB. */
export const weights = {
  "deconvnet-mini.outlines": {
    ...files["deconvnet-mini.outlines"],
    variant: "deconvnet-mini",
    preprocessing: { kind: "image", channels: 1, mean: [0], deviation: [1], foreground: "bright" },
    labels: ["background", "circle", "square", "triangle"],
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsEntry>>;
