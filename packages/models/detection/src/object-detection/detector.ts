import { check, type NDArray } from "@blockzoo/core";
import {
  framing,
  preprocessImage,
  readImage,
  type ImagePreprocessing,
  type ImageSource,
  type RawImage,
} from "@blockzoo/data/images";
import type { Disposable, Drill, Network, TaskParts } from "@blockzoo/family";
import type { ImageClasses } from "@blockzoo/tasks/image-classification";

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
export interface Detector extends Disposable {
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
export interface BoxFinder<GraphName extends string = string> {
  /** The graphs that it asks. */
  readonly graphs: readonly GraphName[];
  /** Names of labels that are no objects, such as the background. */
  readonly ignored?: readonly string[];
  /**
   * The objects in one image.
   *
   * @param image float32 [1, channels, height, width]
   * @param networks the graphs
   * @param threshold the smallest probability of interest
   */
  find(
    image: NDArray,
    networks: Readonly<Record<GraphName, Pick<Network, "outputs">>>,
    options: { readonly threshold: number },
  ): Promise<readonly Found[]>;
  /** What such a network can learn by heart. */
  drill(): Promise<Drill>;
}

export function detector<GraphName extends string>(
  { networks, meaning: { preprocessing, labels }, dispose }: TaskParts<ImageClasses, GraphName>,
  finder: BoxFinder<GraphName>,
): Detector {
  return {
    labels: labels.filter((label) => finder.ignored?.includes(label) !== true),
    async detect(source, { threshold = 0.5, top = 100 } = {}) {
      check(threshold >= 0 && threshold <= 1, () => `the threshold must be between 0 and 1, got ${threshold}`);
      check(Number.isInteger(top) && top > 0, () => `top must be a positive whole number, got ${top}`);
      const image = await readImage(source);
      const { shape, ...values } = preprocessImage(image, preprocessing);
      const found = await finder.find({ ...values, shape: [1, ...shape] }, networks, { threshold });
      return found
        .filter(({ probability }) => probability >= threshold)
        .toSorted((a, b) => b.probability - a.probability)
        .slice(0, top)
        .map(({ index, probability, box }) => {
          return { label: labels[index]!, probability, box: boxInImage(box, image, preprocessing) };
        });
    },
    dispose,
  };
}

/** The part that lies in an image of a box in the input that was made of it. */
function boxInImage(box: Box, image: RawImage, steps: ImagePreprocessing): Box {
  const { scaled, window } = framing(image, steps);
  const pad = steps.pad ?? 0;
  const along = (start: number, size: number, offset: number, factor: number, end: number) => {
    const [first, last] = [start, start + size].map((each) =>
      Math.min(Math.max((each + offset - pad) * factor, 0), end),
    ) as [number, number];
    return [first, last - first] as const;
  };
  const [x, width] = along(box.x, box.width, window.left, image.width / scaled[1], image.width);
  const [y, height] = along(box.y, box.height, window.top, image.height / scaled[0], image.height);
  return { x, y, width, height };
}
