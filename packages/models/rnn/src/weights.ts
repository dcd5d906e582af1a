import type { WeightsOf } from "@blockzoo/family";
import { files } from "@blockzoo/rnn/weights";
import { shakespeareVocabulary } from "./shakespeare.js";
import type { variants } from "./variants.js";

const meaning = { vocabulary: shakespeareVocabulary };
const licence = "MIT; trained on Tiny Shakespeare (public domain, NOTICES.md)";

/** Trained weights that come with the package. */
export const weights = {
  "lstm-writer.tinyshakespeare": { ...files["lstm-writer.tinyshakespeare"], variant: "lstm-writer", meaning, licence },
  "lstm-writer-large.tinyshakespeare": {
    ...files["lstm-writer-large.tinyshakespeare"],
    variant: "lstm-writer-large",
    meaning,
    licence,
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
