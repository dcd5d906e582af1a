import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { textGenerator, type TextGenerator } from "./text-generator.js";
import { parseTextVocabulary, type TextVocabulary } from "./text-vocabulary.js";

export type { GenerateOptions, TextGenerator } from "./text-generator.js";
export { parseTextVocabulary, type TextVocabulary } from "./text-vocabulary.js";

/**
 * Writes: goes on with a text, token by token. A network of it is `forward(tokens, ...state) -> { logits, ...state }`, with
 * `tokens int32["N", "T"]`, `logits ["N", V, "T"]` and the state before and behind the tokens under the same names; zeros begin.
 */
export function textGeneration(): Task<TextVocabulary, TextGenerator, "forward"> {
  return {
    name: "text-generation",
    graphs: ["forward"],
    parseMeaning: parseTextVocabulary,
    checkMeaning: ({ vocabulary }, variant, where) => checkLabels(vocabulary.tokens, variant, where),
    use: textGenerator,
    drill: async () => (await import("../drills/classes.js")).classesDrill,
    command: async () => (await import("./command.js")).command,
  };
}
