import { check } from "@blockzoo/core";
import type { ImageSource } from "@blockzoo/data/images";
import { heatMap, scoresOf, type DenseParts, type HeatMap, type Scores } from "../image-heat-map/heat-map.js";

/** The class of each pixel of an image. */
export interface Segmentation {
  readonly labels: readonly string[];
  /** Of the image. */
  readonly width: number;
  readonly height: number;
  /** The index of each pixel's class, row by row: `labels[classes[row * width + column]]`. */
  readonly classes: Uint8Array;
}

/** Says what each pixel of an image belongs to. Its {@link HeatMap} says how sure the network is of it. */
export interface Segmenter extends HeatMap {
  /**
   * The class of each pixel, at the image's own size: the network's scores are read bilinearly between its places.
   *
   * @param image a path (in Node) or address, the bytes of a PNG or JPEG file, or pixels such as an `ImageData`
   * @throws BlockzooError naming the file where it cannot be read or decoded, or is too small or large for the network
   */
  segment(image: ImageSource): Promise<Segmentation>;
}

export function segmenter(parts: DenseParts): Segmenter {
  const { labels } = parts.meaning;
  const { length } = labels;
  check(length <= 256, () => `a segmentation has at most 256 classes, one byte for each pixel; got ${length} labels`);
  return {
    ...heatMap(parts),
    segment: async (image) => segmentation(await scoresOf(parts, image), labels),
  };
}

/** The class of each pixel by scores. */
export function segmentation(scores: Scores, labels: readonly string[]): Segmentation {
  const { width, height } = scores.image;
  return { labels, width, height, classes: highest(scores) };
}

/** For each pixel of the image the class with the highest score, read between the places of the grid. */
function highest({ logits: { shape, data }, image, stride, offset }: Scores): Uint8Array {
  const [, classes = 0, rows = 0, columns = 0] = shape;
  const down = neighbours(image.height, rows, stride[0], offset[0]);
  const across = neighbours(image.width, columns, stride[1], offset[1]);
  const found = new Uint8Array(image.height * image.width);
  for (let y = 0; y < image.height; y++) {
    const [above, below, lower] = down[y]!;
    for (let x = 0; x < image.width; x++) {
      const [left, right, further] = across[x]!;
      let best = -Infinity;
      for (let index = 0; index < classes; index++) {
        const plane = index * rows * columns;
        const at = (row: number, column: number) => data[plane + row * columns + column]!;
        const upper = at(above, left) + (at(above, right) - at(above, left)) * further;
        const under = at(below, left) + (at(below, right) - at(below, left)) * further;
        const score = upper + (under - upper) * lower;
        if (score > best) {
          best = score;
          found[y * image.width + x] = index;
        }
      }
    }
  }
  return found;
}

/** For each pixel along an axis the places before and behind it, and how far it is from the first to the second. */
function neighbours(pixels: number, places: number, stride: number, offset: number): [number, number, number][] {
  return Array.from({ length: pixels }, (_, pixel) => {
    const place = Math.min(Math.max((pixel - offset) / stride, 0), places - 1);
    const before = Math.floor(place);
    return [before, Math.min(before + 1, places - 1), place - before];
  });
}
