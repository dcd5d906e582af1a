import type { NDArray } from "@blockzoo/core";
import { preprocessImage, readImage, type ImageSource } from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rankPredictions, type ClassifyOptions, type Prediction } from "../classes/prediction.js";
import type { ImageClasses } from "./image-classes.js";

/** Says what is in an image. */
export interface ImageClassifier extends Disposable {
  /** The classes, in the order of the logits. */
  readonly labels: readonly string[];
  /**
   * The most probable classes of an image, the most probable first.
   *
   * @param image a path (in Node) or address, the bytes of a PNG or JPEG file, or pixels such as an `ImageData`
   * @throws BlockzooError naming the file where it cannot be read or decoded
   */
  classify(image: ImageSource, options?: ClassifyOptions): Promise<Prediction[]>;
  /** What the network says before the softmax: float32 [images, classes]. */
  logits(images: readonly ImageSource[]): Promise<NDArray>;
}

export function imageClassifier({
  networks: { forward },
  meaning: { preprocessing, labels },
  dispose,
}: TaskParts<ImageClasses, "forward">): ImageClassifier {
  const logits = async (images: readonly ImageSource[]): Promise<NDArray> => {
    const read = async (image: ImageSource) => preprocessImage(await readImage(image), preprocessing);
    return forward.run(await Promise.all(images.map(read)));
  };
  return {
    labels,
    classify: async (image, options) => rankPredictions((await logits([image])).data, labels, options),
    logits,
    dispose,
  };
}
