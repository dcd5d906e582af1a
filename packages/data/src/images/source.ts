import { readResource } from "@blockzoo/weights";
import { checkRawImage, tagOf, type RawImage } from "./raw-image.js";

/** An image: a path (in Node) or address, the bytes of a PNG or JPEG file, a file that a page was given, or pixels. */
export type ImageSource = string | URL | Uint8Array | ArrayBuffer | Blob | RawImage;

/** An encoded image of the 64 megapixels that are decoded is smaller. */
const maximumFileBytes = 2 ** 28;

/**
 * Reads and decodes an image, whatever it comes as.
 *
 * @throws BlockzooError naming the file where it cannot be read or decoded, or saying what else was given than an image
 */
export async function readImage(source: ImageSource): Promise<RawImage> {
  if (typeof source === "string" || source instanceof URL)
    return decode(await readResource(source, maximumFileBytes), String(source));
  if (source instanceof Blob) {
    const name = "name" in source && typeof source.name === "string" ? source.name : "the image";
    return decode(new Uint8Array(await source.arrayBuffer()), name);
  }
  // By their names: bytes of another window or of a test's environment are of another class.
  if (isBytes(source)) return decode(source, "the image");
  if (isBuffer(source)) return decode(new Uint8Array(source), "the image");
  checkRawImage(source);
  return source;
}

/** A page that gives pixels does not load what reads files. */
async function decode(bytes: Uint8Array, name: string): Promise<RawImage> {
  return (await import("./decode.js")).decodeImage(bytes, name);
}

function isBytes(source: ImageSource): source is Uint8Array {
  return tagOf(source) === "Uint8Array";
}

function isBuffer(source: ImageSource): source is ArrayBuffer {
  return tagOf(source) === "ArrayBuffer";
}
