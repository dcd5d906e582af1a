import { files } from "@blockzoo/autoencoder/weights";
import type { WeightsOf } from "@blockzoo/family";
import { variants } from "./variants.js";

/** Trained weights that come with the package: half precision, 212 and 438 kB. */
export const weights = {
  "autoencoder-conv.mnist": {
    ...files["autoencoder-conv.mnist"],
    variant: "autoencoder-conv",
    meaning: variants["autoencoder-conv"].meaning,
    licence: "MIT",
  },
  "autoencoder-2.mnist": {
    ...files["autoencoder-2.mnist"],
    variant: "autoencoder-2",
    meaning: variants["autoencoder-2"].meaning,
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
