import { parseRecord, parseStrings } from "@blockzoo/core";
import { parseImagePreprocessing, type ImagePreprocessing } from "@blockzoo/data/images";

/** What weights say that tell images apart: how an image becomes an input, and what the scores mean. */
export interface ImageClasses {
  readonly preprocessing: ImagePreprocessing;
  /** The classes, in the order of the scores. */
  readonly labels: readonly string[];
}

/** @throws BlockzooError where a value of unknown origin is not what networks for images need to know */
export function parseImageClasses(value: unknown, where: string): ImageClasses {
  const { preprocessing, labels } = parseRecord(value, where);
  return {
    preprocessing: parseImagePreprocessing(preprocessing, `${where}: preprocessing`),
    labels: parseStrings(labels, `${where}: labels`),
  };
}
