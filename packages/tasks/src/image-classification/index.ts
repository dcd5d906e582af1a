import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { parseImageClasses, type ImageClasses } from "./image-classes.js";
import { imageClassifier, type ImageClassifier } from "./image-classifier.js";

export type { ClassifyOptions, Prediction } from "../classes/prediction.js";
export { digitLabels } from "./digit-labels.js";
export { parseImageClasses, type ImageClasses } from "./image-classes.js";
export type { ImageClassifier } from "./image-classifier.js";

/** Says what is in an image: one of the classes that the labels of the weights name. */
export function imageClassification(): Task<ImageClasses, ImageClassifier, "forward"> {
  return {
    name: "image-classification",
    graphs: ["forward"],
    parseMeaning: parseImageClasses,
    checkMeaning: ({ labels }, variant, where) => checkLabels(labels, variant, where),
    use: imageClassifier,
    drill: async () => (await import("../drills/classes.js")).classesDrill,
    exported: ({ preprocessing, labels }) => ({ forward: { pixels: preprocessing, labels } }),
    command: async () => (await import("./command.js")).command,
  };
}
