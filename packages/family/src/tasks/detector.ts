import { BlockzooError, check, type NDArray } from "@blockzoo/core";
import { preprocessImage } from "../image/preprocess.js";
import { readImage, type ImageSource } from "../image/source.js";
import type { Network } from "./network.js";
import type { ClassifierParts } from "./task.js";

/** A rectangle in pixels of an image; (x, y) is its upper left corner, (0, 0) that of the image. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An object that was found. */
export interface Detection {
  readonly label: string;
  /** Between 0 and 1. */
  readonly probability: number;
  /** In pixels of the given image, within it. */
  readonly box: Box;
}

export interface DetectOptions {
  /** The smallest probability that is reported, 0 to 1. Default 0.5. */
  readonly threshold?: number;
  /** How many objects are returned at most, the most probable first. Default 100. */
  readonly top?: number;
}

/** Says what is in an image, and where. */
export interface Detector {
  /** The classes. */
  readonly labels: readonly string[];
  /**
   * The objects in an image, the most probable first; of boxes that overlap much only one.
   *
   * @param image a path (in Node) or address, the bytes of a PNG or JPEG file, or pixels such as an `ImageData`
   * @throws BlockzooError naming the file where it cannot be read or decoded
   * @example for (const { label, box } of await detector.detect("scene.png", { threshold: 0.7 })) console.log(label, box);
   */
  detect(image: ImageSource, options?: DetectOptions): Promise<Detection[]>;
  /** Frees what the backend holds. */
  dispose(): void;
}

/** An object in the input of a network. */
export interface Found {
  /** The index of its class among the labels of the weights. */
  readonly index: number;
  readonly probability: number;
  /** In pixels of the input, within it. */
  readonly box: Box;
}

/** How a detecting network is read: by its outputs for one image, or for several questions about it. */
export interface BoxFinder {
  /**
   * The objects in one image.
   *
   * @param image float32 [1, channels, height, width]
   * @param run gives the outputs of the network for inputs, both by name
   * @param threshold the smallest probability of interest
   */
  find(image: NDArray, run: Network["outputs"], options: { readonly threshold: number }): Promise<readonly Found[]>;
  /** Names of labels that are no objects, such as the background. */
  readonly ignored?: readonly string[];
}

export function detector(network: Network, { variant, entry }: Pick<ClassifierParts, "variant" | "entry">): Detector {
  const { finder } = variant;
  const { preprocessing, labels } = entry;
  if (finder === undefined || preprocessing.kind !== "image") {
    throw new BlockzooError("a network that detects needs a variant with a finder, and weights that take images");
  }
  return {
    labels: labels.filter((label) => finder.ignored?.includes(label) !== true),
    async detect(source, { threshold = 0.5, top = 100 } = {}) {
      check(threshold >= 0 && threshold <= 1, () => `the threshold must be between 0 and 1, got ${threshold}`);
      check(Number.isInteger(top) && top > 0, () => `top must be a positive integer, got ${top}`);
      const image = await readImage(source);
      const input = preprocessImage(image, preprocessing);
      const found = await finder.find(batchOfOne(input), network.outputs, { threshold });
      const toImage = scaleBack(image, input, preprocessing.pad ?? 0);
      return found
        .filter(({ probability }) => probability >= threshold)
        .toSorted((a, b) => b.probability - a.probability)
        .slice(0, top)
        .map(({ index, probability, box }) => ({ label: labels[index]!, probability, box: toImage(box) }));
    },
    dispose: () => network.dispose(),
  };
}

function batchOfOne({ shape, ...rest }: NDArray): NDArray {
  return { ...rest, shape: [1, ...shape] };
}

/** From pixels of a network's input to those of the image that it was made of, without the border. */
function scaleBack(
  { width, height }: { readonly width: number; readonly height: number },
  input: NDArray,
  pad: number,
) {
  const [across, down] = [width / (input.shape[2]! - 2 * pad), height / (input.shape[1]! - 2 * pad)];
  const within = (value: number, end: number) => Math.min(Math.max(value, 0), end);
  return (box: Box): Box => {
    const [x, y] = [within((box.x - pad) * across, width), within((box.y - pad) * down, height)];
    const [right, bottom] = [(box.x - pad + box.width) * across, (box.y - pad + box.height) * down];
    return { x, y, width: within(right, width) - x, height: within(bottom, height) - y };
  };
}
