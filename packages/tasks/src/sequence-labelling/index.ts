import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { parseTextLabels, type TextLabels } from "../texts/text-labels.js";
import { labeller, type Labeller } from "./labeller.js";

export type { TextLabels } from "../texts/text-labels.js";
export type { LabelledToken, Labeller } from "./labeller.js";

/**
 * Says what each token of a text is: a part of speech, a name. Its graph is `forward(tokens int32["N","T"], lengths
 * int32["N"])`, which gives logits float32 ["N", labels, "T"].
 */
export function sequenceLabelling(): Task<TextLabels, Labeller, "forward"> {
  return {
    name: "sequence-labelling",
    graphs: ["forward"],
    parseMeaning: parseTextLabels,
    checkMeaning: ({ labels }, variant, where) => checkLabels(labels, variant, where),
    use: labeller,
    drill: async () => (await import("./drill.js")).tokensDrill,
    command: async () => (await import("./command.js")).command,
  };
}
