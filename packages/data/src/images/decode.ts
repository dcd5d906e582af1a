import { BlockzooError, messageOf } from "@blockzoo/core";
import { readImageHeader } from "./header.js";
import type { RawImage } from "./raw-image.js";

/**
 * Decodes a PNG or JPEG file, whatever it is called. 16-bit values keep their high byte, palettes become colours. Embedded
 * colour profiles and the orientation that a camera notes are left alone, as PIL and torchvision leave them.
 *
 * @param name what errors call the file
 * @throws BlockzooError naming the file where the format is not read, the file is damaged or too large
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<RawImage> {
  const header = readImageHeader(bytes, name);
  try {
    if (header.format === "png") return (await import("./png/decode-png.js")).decodePng(bytes);
    return (await import("./jpeg/decode-jpeg.js")).decodeJpeg(bytes, header.frame);
  } catch (error) {
    const message = `${name}: is a damaged ${header.format.toUpperCase()} file: ${messageOf(error)}`;
    throw new BlockzooError(message, { cause: error });
  }
}
