import type { TensorType } from "@blockzoo/core";
import { graphDefinition, type TaskCommand } from "@blockzoo/family";
import { ejectedSources } from "../ejected-sources.js";
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
    let shown = "";
    for await (const piece of use.generate(input, { length, temperature, ...(topK > 0 && { topK }), seed, signal })) {
      text += piece;
      // The beginning comes with the first piece: only then is it known to be one that can be gone on with.
      stream?.(text.slice(shown.length));
      shown = text;
    }
    return {
      text: stream === undefined ? text : text.slice(shown.length),
      json: { text },
      files: { ".txt": () => new TextEncoder().encode(text) },
    };
  },
  ejected({ vocabulary }, variant) {
    const { tokens: _, ...state } = graphDefinition(variant, "forward").input as Readonly<Record<string, TensorType>>;
    const shapes = Object.entries(state).map(([name, { shape }]) => [
      name,
      shape.map((size) => (size === "N" ? 1 : size)),
    ]);
    return {
      sources: ejectedSources("generate", "vocabulary", "read-beside"),
      files: { "vocabulary.json": vocabulary, "state.json": Object.fromEntries(shapes) },
      readme: `\`const writer = await (await import("./generate.js")).loadGenerator();\` loads model.onnx, vocabulary.json and state.json
beside it. \`for await (const piece of writer.generate("To be", { temperature: 0.7 })) show(piece);\` goes on with a text. The model
takes any number of tokens, and the state behind those before; state.json has the shapes of that, which is zeros at first.
`,
    };
  },
  lesson: async (path, options) => (await import("./lesson.js")).textLesson(path, options),
};
