import { check, type NDArray } from "@blockzoo/core";
import { framing, preprocessImage, readImage, type ImageSource, type RawImage } from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { softmax } from "../classes/softmax.js";
import type { ImageClasses } from "../image-classification/image-classes.js";

/**
 * Where the places of an output [N, K, h, w] lie in the input: place `i` is in the middle of what it sees at pixel
 * `offset + stride i`, counted from 0, the middle of the first pixel.
 */
export interface MapGrid {
  readonly stride: number;
  readonly offset: number;
}

/** A place for each pixel. */
export const everyPixel: MapGrid = { stride: 1, offset: 0 };

/** How probable each class is at each place of a grid over an image. */
export interface ClassMap {
  /** The classes, in the order of the values. */
  readonly labels: readonly string[];
  /** float32 [K, h, w]: probabilities, those of one place sum to 1. */
  readonly values: NDArray;
  /** Pixels of the image from one place to the next, down and across. */
  readonly stride: readonly [number, number];
  /** The pixel of the image, row and column, that is in the middle of what the first place sees. */
  readonly offset: readonly [number, number];
}

/** Where a class is most probable. */
export interface Location {
  /** In pixels of the image; 0 is the middle of the first row and column. */
  readonly row: number;
  readonly column: number;
  /** Between 0 and 1. */
  readonly probability: number;
}

/** Says where in an image something is. */
export interface HeatMap extends Disposable {
  /** The classes, in the order of the maps. */
  readonly labels: readonly string[];
  /**
   * The probabilities of all classes over an image, at the network's own resolution.
   *
   * @param image a path (in Node) or address, the bytes of a PNG or JPEG file, or pixels such as an `ImageData`
   * @throws BlockzooError naming the file where it cannot be read or decoded, or is too small or large for the network
   */
  heatMap(image: ImageSource): Promise<ClassMap>;
  /**
   * The place at which a class is most probable; of equal ones the first, row by row.
   *
   * @throws BlockzooError where there is no such class
   */
  locate(image: ImageSource, label: string): Promise<Location>;
}

/** The network's output for an image, and where its places lie in the image's own pixels. */
export interface Scores {
  /** float32 [1, K, h, w], before the softmax. */
  readonly logits: NDArray;
  readonly image: RawImage;
  readonly stride: readonly [number, number];
  readonly offset: readonly [number, number];
}

/** A network that gives a score for each class at each place of a grid. */
export interface DenseParts extends TaskParts<ImageClasses, "forward"> {
  readonly grid: MapGrid;
}

export function heatMap(parts: DenseParts): HeatMap {
  const { labels } = parts.meaning;
  const mapOf = async (image: ImageSource): Promise<ClassMap> => classMap(await scoresOf(parts, image), labels);
  return {
    labels,
    heatMap: mapOf,
    async locate(image, label) {
      const index = labels.indexOf(label);
      check(index >= 0, () => `there is no class "${label}": the classes are ${labels.join(", ")}`);
      return peak(await mapOf(image), index);
    },
    dispose: parts.dispose,
  };
}

/** The probabilities of all classes at the places of scores. */
export function classMap({ logits, stride, offset }: Scores, labels: readonly string[]): ClassMap {
  return { labels, values: probabilities(logits), stride, offset };
}

/** Runs the network on an image, at the size that its preprocessing makes. */
export async function scoresOf(
  { networks: { forward }, meaning: { preprocessing }, grid }: Omit<DenseParts, "dispose">,
  source: ImageSource,
): Promise<Scores> {
  const image = await readImage(source);
  const { scaled, window } = framing(image, preprocessing);
  const logits = await forward.run([preprocessImage(image, preprocessing)]);
  const [down, across] = [image.height / scaled[0], image.width / scaled[1]];
  const pad = preprocessing.pad ?? 0;
  const middle = (start: number, scale: number) => (start + grid.offset - pad + 0.5) * scale - 0.5;
  return {
    logits,
    image,
    stride: [grid.stride * down, grid.stride * across],
    offset: [middle(window.top, down), middle(window.left, across)],
  };
}

/** Softmax over the classes of each place: [1, K, h, w] to [K, h, w]. */
function probabilities({ shape, data }: NDArray): NDArray {
  const [, classes = 0, height = 0, width = 0] = shape;
  const places = height * width;
  const values = new Float32Array(classes * places);
  for (let place = 0; place < places; place++) {
    const scores = Array.from({ length: classes }, (_, index) => data[index * places + place]!);
    softmax(scores).forEach((probability, index) => (values[index * places + place] = probability));
  }
  return { dtype: "float32", shape: [classes, height, width], data: values };
}

/** Where a class is most probable; of equal places the first. */
export function peak({ values, stride, offset }: ClassMap, index: number): Location {
  const [, height = 0, width = 0] = values.shape;
  const own = Array.from(values.data.subarray(index * height * width, (index + 1) * height * width));
  const best = own.indexOf(Math.max(...own));
  return {
    row: offset[0] + stride[0] * Math.floor(best / width),
    column: offset[1] + stride[1] * (best % width),
    probability: own[best]!,
  };
}
