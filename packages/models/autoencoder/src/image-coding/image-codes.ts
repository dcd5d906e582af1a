import { parseRecord } from "@blockzoo/core";
import { parseImagePreprocessing, type ImagePreprocessing } from "@blockzoo/data/images";

/** What weights that make codes of images say: how an image becomes an input, and so what the values of outputs are. */
export interface ImageCodes {
  readonly preprocessing: ImagePreprocessing;
}

/** @throws BlockzooError where a value of unknown origin does not say how images are prepared */
export function parseImageCodes(value: unknown, where: string): ImageCodes {
  const { preprocessing } = parseRecord(value, where);
  return { preprocessing: parseImagePreprocessing(preprocessing, `${where}: preprocessing`) };
}
