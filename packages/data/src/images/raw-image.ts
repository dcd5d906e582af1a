import { BlockzooError, check } from "@blockzoo/core";
import { tagOf } from "../tag-of.js";

/**
 * Pixels of 0..255 in rows from the top, channels interleaved: grey; grey, alpha; red, green, blue; or red, green, blue,
 * alpha. A canvas's `ImageData` is one.
 */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  /** Default: as many as there are values for each pixel. */
  readonly channels?: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A raw image without alpha, as networks see it. */
export interface OpaqueImage extends RawImage {
  readonly channels: 1 | 3;
}

/**
 * Throws unless pixels are what {@link RawImage} says: a program may give anything. Other numbers than bytes are not converted,
 * as nothing tells whether floats end at 1 or 255, and numbers of 16 bits at 1023, 4095 or 65535.
 */
export function checkRawImage(image: unknown): asserts image is RawImage {
  if (typeof image !== "object" || image === null || !("data" in image)) {
    throw new BlockzooError(
      `an image is expected, a path or address, the bytes of a file or pixels { width, height, data }, got ${tagOf(image)}${adviceFor(image)}`,
    );
  }
  const found = tagOf(image.data);
  check(
    found === "Uint8Array" || found === "Uint8ClampedArray",
    () =>
      `the data of an image must be bytes of 0 to 255, a Uint8Array or Uint8ClampedArray, got ${found}: ` +
      "convert values of 0 to 1 with Uint8ClampedArray.from(data, (value) => 255 * value), those of 16 bits with value / 257",
  );
}

function adviceFor(image: unknown): string {
  const tag = tagOf(image);
  if (/Canvas/.test(tag)) return ': give canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)';
  if (/Image|Video/.test(tag)) return ": draw it on a canvas, and give what getImageData says";
  return "";
}

/** Drops alpha by laying the image on white paper, and turns it into grey or colour as asked. */
export function toChannels(image: RawImage, channels: 1 | 3): OpaqueImage {
  const opaque = onWhite(image);
  if (opaque.channels === channels) return opaque;
  const convert = channels === 1 ? toGrey : toColour;
  return { width: image.width, height: image.height, channels, data: convert(opaque.data) };
}

function onWhite(image: RawImage): OpaqueImage {
  const channels = channelsOf(image);
  const { width, height, data } = image;
  if (channels === 1 || channels === 3) return { width, height, channels, data };
  const colours = channels === 4 ? 3 : 1;
  const opaque = new Uint8Array(width * height * colours);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = data[pixel * channels + colours]!;
    for (let colour = 0; colour < colours; colour++) {
      const value = data[pixel * channels + colour]!;
      opaque[pixel * colours + colour] = Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels: colours, data: opaque };
}

function channelsOf(image: RawImage): 1 | 2 | 3 | 4 {
  checkRawImage(image);
  const { width, height, channels, data } = image;
  check(
    Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0,
    () => `an image must have a positive width and height, got ${width} x ${height}`,
  );
  const found = channels ?? data.length / (width * height);
  if (found !== 1 && found !== 2 && found !== 3 && found !== 4) {
    throw new BlockzooError(
      `an image of ${width} x ${height} pixels has 1 to 4 values a pixel, got ${data.length} values`,
    );
  }
  check(
    data.length === width * height * found,
    () => `an image of ${width} x ${height} x ${found} needs ${width * height * found} values, got ${data.length}`,
  );
  return found;
}

/** Luma of ITU-R 601 in the fixed-point form of PIL's mode "L", which torchvision's Grayscale takes. */
function toGrey(colour: RawImage["data"]): Uint8Array {
  const grey = new Uint8Array(colour.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red, green, blue] = [colour[3 * pixel]!, colour[3 * pixel + 1]!, colour[3 * pixel + 2]!];
    grey[pixel] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
  }
  return grey;
}

function toColour(grey: RawImage["data"]): Uint8Array {
  const colour = new Uint8Array(grey.length * 3);
  for (let pixel = 0; pixel < grey.length; pixel++) colour.fill(grey[pixel]!, 3 * pixel, 3 * pixel + 3);
  return colour;
}
