import type { WeightsOf } from "@blockzoo/family";
import { files } from "blockzoo-family-tic-tac-toe/weights";
import { squares } from "./game.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package. */
export const weights = {
  "tic-tac-toe.perfect": {
    ...files["tic-tac-toe.perfect"],
    variant: "tic-tac-toe",
    meaning: { squares },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
