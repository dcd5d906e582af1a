import type { WeightsOf } from "@blockzoo/family";
import { files } from "@blockzoo/mlp/weights";
import { irisPreprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package. */
export const weights = {
  "mlp.iris": {
    ...files["mlp.iris"],
    variant: "mlp",
    meaning: { preprocessing: irisPreprocessing, labels: ["setosa", "versicolor", "virginica"] },
    licence: "MIT; trained on Iris (CC BY 4.0, NOTICES.md)",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
