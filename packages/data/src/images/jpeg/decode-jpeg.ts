import jpeg from "jpeg-js";
import { maximumPixels } from "../maximum-pixels.js";
import type { RawImage } from "../raw-image.js";
import type { JpegFrame } from "./frame.js";
import { withFullColours } from "./full-colours.js";

/** Decodes a JPEG file to red, green, blue, the way libjpeg and PIL do, whatever its components are. */
export function decodeJpeg(bytes: Uint8Array, frame: JpegFrame): RawImage {
  const { width, height, data } = jpeg.decode(plainFile(bytes, frame), {
    useTArray: true,
    formatAsRGBA: false,
    // Three components as they are in the file: what they are, `frame` knows better.
    colorTransform: false,
    tolerantDecoding: false,
    // A second frame, which is an error, may be larger than the one that was checked.
    maxResolutionInMP: maximumPixels / 1e6,
    // Coefficients and planes of three channels at the largest size.
    maxMemoryUsageInMB: 2048,
  });
  const rgb = frame.colours === "YCbCr" ? withFullColours({ width, height, data }, frame.sampling) : data;
  return { width, height, channels: 3, data: rgb };
}

const startOfImage = [0xff, 0xd8];
const endOfImage = [0xff, 0xd9];
/** The version, and flags that say nothing. */
const adobe = [0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0];

/**
 * The file in the form in which jpeg-js does as it is told: Adobe's segment says what the components are, as it heeds no
 * other, and reads no four components without it. With the mark of the end, which may have been cut off: pixels that are
 * missing are noticed by it. (Not so where each scan makes the whole picture finer, and a few of them are one already.)
 */
function plainFile(bytes: Uint8Array, { colours, isProgressive, adobe: places }: JpegFrame): Uint8Array {
  const transform = colours === "YCCK" ? 2 : 0;
  const before = [...startOfImage, ...adobe, transform];
  const after = isProgressive ? [] : endOfImage;
  const file = new Uint8Array(before.length + bytes.length - startOfImage.length + after.length);
  file.set(before);
  file.set(bytes.subarray(startOfImage.length), before.length);
  file.set(after, file.length - after.length);
  // The segments that were there become some of no meaning.
  for (const place of places) file[before.length - startOfImage.length + place + 1] = 0xef;
  return file;
}
