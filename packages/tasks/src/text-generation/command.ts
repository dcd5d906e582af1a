import type { TaskCommand } from "@blockzoo/family";
import { textLesson } from "./lesson.js";
import type { TextGenerator } from "./text-generator.js";
import type { TextVocabulary } from "./text-vocabulary.js";

type SettingName = "length" | "temperature" | "top-k" | "seed";

export const command: TaskCommand<TextVocabulary, TextGenerator, SettingName> = {
  takes: 'the beginning of a text, "" for none',
  settings: {
    length: { about: "how many tokens are written at most", default: 300, least: 1, whole: true },
    temperature: {
      about: "below 1 it keeps to what is probable, at 0 always to the most probable",
      default: 1,
      least: 0,
    },
    "top-k": {
      about: "among how many of the most probable tokens it chooses, 0 for all",
      default: 0,
      least: 0,
      whole: true,
    },
    seed: { about: "another one writes another text", default: 0, whole: true },
  },
  async answer({ input, settings: { length, temperature, "top-k": topK, seed }, use, stream, signal }) {
    let text = input;
    stream?.(input);
    for await (const piece of use.generate(input, { length, temperature, ...(topK > 0 && { topK }), seed, signal })) {
      text += piece;
      stream?.(piece);
    }
    return {
      text: stream === undefined ? text : "",
      json: { text },
      files: { ".txt": () => new TextEncoder().encode(text) },
    };
  },
  lesson: textLesson,
};
