import { proxyMarker, transfer } from "comlink";
import { overlaySvg, type ArrayValue } from "@blockzoo/inspect";
import type { Prediction } from "@blockzoo/tasks/image-classification";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";
import { pixelsOf } from "../pixels.js";
import { examplePicture, hasExamples } from "./example-picture.js";

/** A picture as the page has it: drawn, a file, or a frame of a camera. */
export type GivenPicture = ImageData | Blob | ImageBitmap;

/** A picture with what was found laid over it. */
export interface MarkedPicture {
  readonly svg: string;
  /** What was found, in words, the most probable first. */
  readonly found: readonly string[];
}

/** Larger pictures are made smaller before, by their longer side in pixels. */
const longest = 512;

/** Says what is in pictures, and where. */
export class PictureReader {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  /** Files are read as they are, by the decoder that the command has. */
  async classify(network: NetworkName, picture: GivenPicture, top: number): Promise<readonly Prediction[]> {
    const read = picture instanceof ImageBitmap ? await pixelsOf(picture, longest) : picture;
    return this.#shelf.ask(network, "image-classification", (classifier) => classifier.classify(read, { top }));
  }

  async segment(network: NetworkName, picture: GivenPicture): Promise<MarkedPicture> {
    const pixels = await shrunk(picture);
    const { width, height, classes, labels } = await this.#shelf.ask(network, "image-segmentation", (segmenter) =>
      segmenter.segment(pixels),
    );
    const found = [...new Set(classes)].map((index) => labels[index]!).filter((label) => label !== background);
    const segments = { classes: { shape: [height, width], data: classes }, labels };
    const title = found.join(", ") || "nothing but background";
    return { svg: overlaySvg(arrayOf(pixels), { segments }, { title, background: labels.indexOf(background) }), found };
  }

  /** Where one of the classes is. */
  async heatMap(network: NetworkName, picture: GivenPicture, label: string): Promise<MarkedPicture> {
    const pixels = await shrunk(picture);
    const { values, labels, stride, offset } = await this.#shelf.ask(network, "image-heat-map", (map) =>
      map.heatMap(pixels),
    );
    const [, height = 0, width = 0] = values.shape;
    const at = labels.indexOf(label) * height * width;
    const heat = { shape: [height, width], data: Array.from(values.data.subarray(at, at + height * width)) };
    const options = { title: `${label}, from 0 to 1`, heatRange: [0, 1], heatGrid: { stride, offset } } as const;
    const highest = Math.max(...heat.data);
    return { svg: overlaySvg(arrayOf(pixels), { heat }, options), found: [`${label} ${highest.toFixed(2)}`] };
  }

  async detect(network: NetworkName, picture: GivenPicture, threshold: number): Promise<MarkedPicture> {
    const pixels = await shrunk(picture);
    const detections = await this.#shelf.ask(network, "object-detection", (detector) =>
      detector.detect(pixels, { threshold }),
    );
    const boxes = detections.map(({ label, probability, box: { x, y, width, height } }) => {
      return { left: x, top: y, width, height, label, score: probability };
    });
    const found = detections.map(({ label, probability }) => `${label} ${probability.toFixed(2)}`);
    return { svg: overlaySvg(arrayOf(pixels), { boxes }, { title: found.join(", ") || "nothing" }), found };
  }

  hasExamples({ weights = "" }: NetworkName): boolean {
    return hasExamples(weights);
  }

  /** A picture of the kind that a network was trained on; undefined where there is none to draw. */
  example({ weights = "" }: NetworkName, seed: number): ImageData | undefined {
    const image = examplePicture(weights, seed);
    return image && transfer(image, [image.data.buffer]);
  }
}

/** What is no object, as labels of segmentations call it. */
const background = "background";

/** The pixels of a picture, as they are shown below what was found in it. */
async function shrunk(picture: GivenPicture): Promise<ImageData> {
  return picture instanceof ImageData ? picture : pixelsOf(picture, longest);
}

/** Red, green and blue, [3, height, width]. */
function arrayOf({ width, height, data }: ImageData): ArrayValue {
  const pixels = width * height;
  const values = Float32Array.from(
    { length: 3 * pixels },
    (_, at) => data[4 * (at % pixels) + Math.floor(at / pixels)]!,
  );
  return { shape: [3, height, width], data: values };
}
