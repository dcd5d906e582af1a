import type { WeightsOf } from "@blockzoo/family";
import { files } from "@blockzoo/rbm/weights";
import { dbnVariants } from "./dbn/variants.js";
import type { variants } from "./variants.js";

const licence = "MIT; trained on MNIST, whose page states no licence (NOTICES.md)";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "dbn.mnist": {
    ...files["dbn.mnist"],
    variant: "dbn",
    meaning: dbnVariants.dbn.meaning,
    licence,
  },
  "convolutional-rbm.mnist": {
    ...files["convolutional-rbm.mnist"],
    variant: "convolutional-rbm",
    meaning: {},
    licence,
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
