import { readResource } from "@blockzoo/weights";
import { decodeImage } from "./decode.js";
import type { RawImage } from "./raw-image.js";

/** An image: a path (in Node) or address, the bytes of a PNG or JPEG file, a file that a page was given, or pixels. */
export type ImageSource = string | URL | Uint8Array | ArrayBuffer | Blob | RawImage;

/** An encoded image of the 64 megapixels that are decoded is smaller. */
const maximumFileBytes = 2 ** 28;

/** Reads and decodes an image, whatever it comes as. */
export async function readImage(source: ImageSource): Promise<RawImage> {
  if (typeof source === "string" || source instanceof URL)
    return decodeImage(await readResource(source, maximumFileBytes), String(source));
  if (source instanceof Blob) {
    const name = "name" in source && typeof source.name === "string" ? source.name : "the image";
    return decodeImage(new Uint8Array(await source.arrayBuffer()), name);
  }
  if (source instanceof Uint8Array) return decodeImage(source, "the image");
  if (source instanceof ArrayBuffer) return decodeImage(new Uint8Array(source), "the image");
  return source;
}
