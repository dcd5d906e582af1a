import { encodeNpy } from "@blockzoo/data";
import type { TaskCommand } from "@blockzoo/family";
import type { SpeechLabels } from "./speech-labels.js";
import type { Transcriber } from "./transcriber.js";

export const command: TaskCommand<SpeechLabels, Transcriber, "beams"> = {
  takes: "a sound (.wav)",
  settings: {
    beams: {
      about: "how many beginnings of a text the search keeps at each step",
      default: 16,
      least: 1,
      most: 1000,
      whole: true,
    },
  },
  async answer({ input, use, settings: { beams: width }, top, note, signal }) {
    const { text, logProbability, beams, path, posteriors } = await use.transcribe(input, {
      beams: width,
      ...(signal && { signal }),
    });
    if (text === "") note(`note: nothing was heard in ${input}`);
    return {
      text,
      json: {
        text,
        logProbability,
        beams: beams.slice(0, top).map((beam) => ({ text: beam.text, logProbability: beam.logProbability })),
        path,
      },
      files: { ".txt": () => new TextEncoder().encode(`${text}\n`), ".npy": () => encodeNpy(posteriors) },
      figure: {
        kind: "posteriors",
        title: `${input}: ${text}`,
        probabilities: posteriors,
        labels: use.vocabulary.tokens,
      },
    };
  },
  lesson: async (path, options) => (await import("@blockzoo/ctc/recipes")).lesson(path, options),
};
