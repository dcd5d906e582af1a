import type { WeightsOf } from "@blockzoo/family";
import { files } from "@blockzoo/seq2seq/weights";
import { spanishEnglish } from "./spanish-english.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "luong-translator.tatoeba": {
    ...files["luong-translator.tatoeba"],
    variant: "luong-translator",
    meaning: spanishEnglish,
    licence: "MIT; trained on sentences of Tatoeba (CC BY 2.0 FR, NOTICES.md)",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
