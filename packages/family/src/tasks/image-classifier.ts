import type { NDArray } from "@blockzoo/core";
import { type ImagePreprocessing, type ImageSource, preprocessImage, readImage } from "@blockzoo/data/images";
import type { Network } from "./network.js";
import { rankPredictions, type ClassifyOptions, type Prediction } from "./prediction.js";

/** Says what is in an image. */
export interface ImageClassifier {
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
  /** Frees what the backend holds. */
  dispose(): void;
}

export function imageClassifier(
  network: Network,
  labels: readonly string[],
  preprocessing: ImagePreprocessing,
): ImageClassifier {
  const logits = async (images: readonly ImageSource[]): Promise<NDArray> => {
    const read = async (image: ImageSource) => preprocessImage(await readImage(image), preprocessing);
    return network.run(await Promise.all(images.map(read)));
  };
  return {
    labels,
    classify: async (image, options) => rankPredictions((await logits([image])).data, labels, options),
    logits,
    dispose: () => network.dispose(),
  };
}
