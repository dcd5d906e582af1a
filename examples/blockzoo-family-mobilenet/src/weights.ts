import type { WeightsOf } from "@blockzoo/family";
import { files } from "blockzoo-family-mobilenet/weights";
import type { variants } from "./variants.js";

/** Trained weights that come with the package. */
export const weights = {
  "mobilenet-mini.glyphs": {
    ...files["mobilenet-mini.glyphs"],
    variant: "mobilenet-mini",
    meaning: {
      // Ink is 1 and paper 0, as the glyphs are drawn.
      preprocessing: { kind: "image", channels: 1, foreground: "bright", resize: [32, 32], mean: [0], deviation: [1] },
      labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
