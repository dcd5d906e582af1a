import { BlockzooError } from "@blockzoo/core";
import type { ColourSampling } from "./jpeg-colours.js";

/** What the first bytes of an image file say. */
export interface ImageHeader {
  readonly format: "png" | "jpeg";
  readonly width: number;
  readonly height: number;
  /** How much smaller than the brightness the colours of a JPEG file are, where {@link withFullColours} is for that. */
  readonly colours?: ColourSampling;
}

/** Larger images are refused before anything is decoded, so that a small file cannot ask for all memory. */
export const maximumPixels = 64_000_000;

/**
 * Reads format and size of an image file without decoding it.
 *
 * @param name what errors call the file
 * @throws BlockzooError where the bytes are no PNG or JPEG, end too early, or promise more than {@link maximumPixels}
 */
export function readImageHeader(bytes: Uint8Array, name: string): ImageHeader {
  const header = readPngHeader(bytes, name) ?? readJpegHeader(bytes, name);
  if (header === undefined) {
    const found = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new BlockzooError(
      `${name}: is neither PNG nor JPEG: ${bytes.length === 0 ? "it is empty" : `it starts with the bytes ${found}`}`,
    );
  }
  const { width, height } = header;
  if (width === 0 || height === 0) throw new BlockzooError(`${name}: its header says ${width} x ${height} pixels`);
  if (width * height > maximumPixels) {
    const limit = maximumPixels / 1e6;
    throw new BlockzooError(
      `${name}: has ${width} x ${height} pixels, more than the ${limit} megapixels that are decoded`,
    );
  }
  return header;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** PNG: the signature, then the chunk IHDR, which begins with width and height. */
function readPngHeader(bytes: Uint8Array, name: string): ImageHeader | undefined {
  if (!pngSignature.every((byte, index) => bytes[index] === byte)) return undefined;
  if (bytes.length < 24) throw truncated(name, "PNG", bytes.length);
  const view = viewOf(bytes);
  return { format: "png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG: segments of a marker and a length; the one that starts the frame holds height and width. */
function readJpegHeader(bytes: Uint8Array, name: string): ImageHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  let offset = 2;
  let isPlain = true;
  while (offset + 9 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1]!;
    if (isFrameStart(marker)) {
      const colours = isPlain ? coloursOf(bytes.subarray(offset + 9)) : undefined;
      const [height, width] = [view.getUint16(offset + 5), view.getUint16(offset + 7)];
      return { format: "jpeg", height, width, ...(colours && { colours }) };
    }
    // Adobe's segment may say that the components are other than brightness and colours.
    if (marker === 0xee) isPlain = false;
    // A marker may be preceded by any number of fill bytes.
    offset += marker === 0xff ? 1 : 2 + view.getUint16(offset + 2);
  }
  throw truncated(name, "JPEG", bytes.length);
}

/** From the end of a frame's start: the number of components, and of each a name, its sizes across and down, and a table. */
function coloursOf([components, , first, , , second, , , third]: Uint8Array): ColourSampling | undefined {
  if (components !== 3 || second !== 0x11 || third !== 0x11) return undefined;
  if (first === 0x22) return { across: 2, down: 2 };
  return first === 0x21 ? { across: 2, down: 1 } : undefined;
}

/** SOF0 to SOF15 without the three codes among them that mean tables. */
function isFrameStart(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function truncated(name: string, format: string, length: number): BlockzooError {
  return new BlockzooError(
    `${name}: is a ${format} file without a complete header, cut off or damaged (${length} bytes)`,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
