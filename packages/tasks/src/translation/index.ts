import type { Task } from "@blockzoo/family";
import { checkTokens, parseLanguages, type Languages } from "./languages.js";
import { translator, type Translator } from "./translator.js";

export { parseLanguages, type Languages } from "./languages.js";
export type { RankedTranslation, TranslateOptions, Translation, Translator } from "./translator.js";

/**
 * Says a sentence in another language. A variant has two graphs: `encode(source int32["N","S"], sourceLengths int32["N"])` reads a
 * sentence, `decode(tokens int32["N","T"], ...)` takes what it gave, and gives `logits` of the next token, `attention`, and what it
 * takes itself for the next step.
 */
export function translation(): Task<Languages, Translator, "encode" | "decode"> {
  return {
    name: "translation",
    graphs: ["encode", "decode"],
    parseMeaning: parseLanguages,
    checkMeaning: checkTokens,
    use: translator,
    drill: async () => (await import("./learning/drill.js")).drill,
    command: async () => (await import("./command.js")).command,
  };
}
