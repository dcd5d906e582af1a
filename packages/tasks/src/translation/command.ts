import type { TensorType } from "@blockzoo/core";
import { graphDefinition, type TaskCommand } from "@blockzoo/family";
import { ejectedSources } from "../ejected-sources.js";
import { alignmentFigure } from "./alignment-figure.js";
import type { Languages } from "./languages.js";
import { searchDefaults, type Translator } from "./translator.js";

export const command: TaskCommand<Languages, Translator, "beams" | "length-penalty" | "coverage-penalty"> = {
  takes: "a sentence",
  settings: {
    beams: {
      about: "how many translations are followed side by side",
      default: searchDefaults.beams,
      least: 1,
      most: 100,
      whole: true,
    },
    "length-penalty": {
      about: "the larger, the longer translations are",
      default: searchDefaults.lengthPenalty,
      least: 0,
    },
    "coverage-penalty": {
      about: "the larger, the less is left out, by networks with attention",
      default: searchDefaults.coveragePenalty,
      least: 0,
    },
  },
  async answer({ input, settings, use, meaning: { longest = Infinity }, note }) {
    const translation = await use.translate(input, {
      beams: settings.beams,
      lengthPenalty: settings["length-penalty"],
      coveragePenalty: settings["coverage-penalty"],
    });
    const { text, score, beams, sourceTokens } = translation;
    if (sourceTokens.length > longest) {
      note(
        `note: the sentence has ${sourceTokens.length} tokens, the longest that was learned from ${longest}: translate it in parts`,
      );
    }
    const figure = alignmentFigure(translation);
    return { text, json: { text, score, beams }, files: {}, ...(figure && { figure }) };
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
