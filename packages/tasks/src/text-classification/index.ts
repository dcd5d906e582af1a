import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { parseTextLabels, type TextLabels } from "../texts/text-labels.js";
import { textClassifier, type TextClassifier } from "./text-classifier.js";

export type { ClassifyOptions, Prediction } from "../classes/prediction.js";
export type { TextLabels } from "../texts/text-labels.js";
export type { TextClassifier } from "./text-classifier.js";

/**
 * Says to which class a text belongs. Its graph is `forward(tokens int32["N","T"], lengths int32["N"])`, which gives logits
 * float32 ["N", classes].
 */
export function textClassification(): Task<TextLabels, TextClassifier, "forward"> {
  return {
    name: "text-classification",
    graphs: ["forward"],
    parseMeaning: parseTextLabels,
    checkMeaning: ({ labels }, variant, where) => checkLabels(labels, variant, where),
    use: textClassifier,
    drill: async () => (await import("../drills/classes.js")).classesDrill,
    exported: ({ labels }) => ({ forward: { labels } }),
    command: async () => (await import("./command.js")).command,
  };
}
