import type { TaskCommand } from "@blockzoo/family";
import type { Languages } from "./languages.js";
import { searchDefaults, type Translator } from "./translator.js";

export const command: TaskCommand<Languages, Translator, keyof typeof searchDefaults> = {
  takes: "a sentence",
  settings: {
    beams: {
      about: "how many translations are followed side by side",
      default: searchDefaults.beams,
      least: 1,
      most: 100,
      whole: true,
    },
    lengthPenalty: {
      about: "the larger, the longer translations are",
      default: searchDefaults.lengthPenalty,
      least: 0,
    },
    coveragePenalty: {
      about: "the larger, the less is left out, by networks with attention",
      default: searchDefaults.coveragePenalty,
      least: 0,
    },
  },
  async answer({ input, settings, use, meaning: { longest = Infinity }, note }) {
    const { text, score, beams, sourceTokens, tokens, alignment } = await use.translate(input, settings);
    if (sourceTokens.length > longest) {
      note(
        `note: the sentence has ${sourceTokens.length} tokens, the longest that was learned from ${longest}: translate it in parts`,
      );
    }
    return {
      text,
      json: { text, score, beams },
      files: {},
      ...(alignment && {
        figure: { kind: "attention", title: text, weights: alignment, queries: tokens, keys: sourceTokens },
      }),
    };
  },
  lesson: async (path, options) => (await import("./learning/lesson.js")).lesson(path, options),
};
