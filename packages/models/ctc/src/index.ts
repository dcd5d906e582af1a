import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { AcousticModel, type AcousticModelOptions, type StepScores } from "./acoustic-model.js";
export * from "./decoding/index.js";
export { SpeechModel, type SpeechModelOptions } from "./speech-model.js";
export {
  transcription,
  type Reading,
  type SpeechLabels,
  type TranscribeOptions,
  type Transcriber,
  type Transcription,
} from "./transcription/index.js";

/** Networks that learn to label sequences without being told which step belongs to which label. */
export const ctc = defineFamily({
  name: "ctc",
  title: "Connectionist temporal classification",
  papers: [
    {
      authors: "A. Graves, S. Fernández, F. Gomez, J. Schmidhuber",
      title:
        "Connectionist Temporal Classification: Labelling Unsegmented Sequence Data with Recurrent Neural Networks",
      year: 2006,
      venue: "ICML",
      url: "https://doi.org/10.1145/1143844.1143891",
    },
  ],
  lineage: {
    idea: "Learns from sounds and texts alone: no one says when each sound begins.",
    ancestors: [{ family: "rnn", change: "A blank label, and the sum over all alignments as the loss." }],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/ctc/recipes"),
});
