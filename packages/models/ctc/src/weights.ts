import { files } from "@blockzoo/ctc/weights";
import type { WeightsOf } from "@blockzoo/family";
import { digits } from "./digits.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "ctc-digits.fsdd": {
    ...files["ctc-digits.fsdd"],
    variant: "ctc-digits",
    meaning: digits,
    licence: "MIT; trained on the Free Spoken Digit Dataset (CC BY-SA 4.0, NOTICES.md)",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
