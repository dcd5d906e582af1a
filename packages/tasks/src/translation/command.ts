import type { TensorType } from "@blockzoo/core";
import { graphDefinition, type TaskCommand } from "@blockzoo/family";
import { ejectedSources } from "../ejected-sources.js";
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
  ejected({ source, target }, variant) {
    const { tokens: _, ...carried } = graphDefinition(variant, "decode").input as Readonly<Record<string, TensorType>>;
    const axes = Object.entries(carried).map(([name, { shape }]) => [name, shape.indexOf("N")]);
    return {
      sources: ejectedSources("translate", "vocabulary", "read-beside"),
      files: { "source.json": source, "target.json": target, "axes.json": Object.fromEntries(axes) },
      readme: `\`const translator = await (await import("./translate.js")).loadTranslator();\` loads the models and what is known about them.
\`const [best] = await translator.translate("a sentence");\` is \`{ text, score, tokens }\`. encode.onnx reads a sentence once; decode.onnx
takes a token for each translation that is followed, and what both said before; axes.json says along which axis translations lie.
`,
    };
  },
};
