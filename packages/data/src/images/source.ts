import { readFileSource, type FileSource } from "../file-source.js";
import { checkRawImage, type RawImage } from "./raw-image.js";

/** An image: a path (in Node) or address, the bytes of a PNG or JPEG file, a file that a page was given, or pixels. */
export type ImageSource = FileSource | RawImage;

/** An encoded image of the 64 megapixels that are decoded is smaller. */
const maxBytes = 2 ** 28;

/**
 * Reads and decodes an image, whatever it comes as.
 *
 * @throws BlockzooError naming the file where it cannot be read or decoded, or saying what else was given than an image
 */
export async function readImage(source: ImageSource): Promise<RawImage> {
  const file = await readFileSource(source, { unnamed: "the image", maxBytes });
  // A page that gives pixels does not load what reads files.
  if (file !== undefined) return (await import("./decode.js")).decodeImage(file.bytes, file.name);
  checkRawImage(source);
  return source;
}
