import type { SpeechLabels } from "./transcription/index.js";

/** What networks for spoken digits hear and write. */
export const digits: SpeechLabels = {
  sampleRate: 8000,
  vocabulary: {
    tokenizer: "characters",
    tokens: ["<blank>", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    special: { blank: "<blank>" },
  },
};
