import { BlockzooError } from "@blockzoo/core";
import { describeForeign, fileKind } from "./file-kinds.js";
import { readJpegFrame, type JpegFrame } from "./jpeg/frame.js";
import { maximumPixels } from "./maximum-pixels.js";

/** What the first bytes of an image file say. */
export type ImageHeader =
  | { readonly format: "png"; readonly width: number; readonly height: number }
  | { readonly format: "jpeg"; readonly width: number; readonly height: number; readonly frame: JpegFrame };

/** What a byte of a file can hold at the most: deflate, and blocks of 64 pixels that take one bit. */
const mostPixelsOfByte = { png: 8 * 1032, jpeg: 8 * 64 } as const;

/**
 * Reads format and size of an image file without decoding it.
 *
 * @param name what errors call the file
 * @throws BlockzooError where the bytes are no PNG or JPEG, end too early, or promise more pixels than they can hold or than
 * {@link maximumPixels}
 */
export function readImageHeader(bytes: Uint8Array, name: string): ImageHeader {
  const header = readHeader(bytes, name);
  const { format, width, height } = header;
  const size = `${width} x ${height} pixels`;
  if (width === 0 || height === 0) throw new BlockzooError(`${name}: its header says ${size}`);
  if (width * height > maximumPixels) {
    const limit = maximumPixels / 1e6;
    throw new BlockzooError(`${name}: has ${size}, more than the ${limit} megapixels that are decoded`);
  }
  if (width * height > bytes.length * mostPixelsOfByte[format]) {
    throw new BlockzooError(`${name}: its header says ${size}, which ${bytes.length} bytes cannot hold: it is cut off`);
  }
  return header;
}

function readHeader(bytes: Uint8Array, name: string): ImageHeader {
  switch (fileKind(bytes)) {
    case "PNG":
      return readPngHeader(bytes, name);
    case "JPEG": {
      const frame = readJpegFrame(bytes, name);
      return { format: "jpeg", width: frame.width, height: frame.height, frame };
    }
    default:
      throw new BlockzooError(`${name}: ${describeForeign(bytes)}`);
  }
}

/** PNG: the signature, then the chunk IHDR, which begins with width and height. */
function readPngHeader(bytes: Uint8Array, name: string): ImageHeader {
  const kind = String.fromCharCode(...bytes.subarray(12, 16));
  if (kind === "CgBI") {
    throw new BlockzooError(`${name}: is a PNG file in the form of Apple's devices, which is not read: convert it`);
  }
  // Were it not the first one, its size would be another than the one that is checked here.
  if (bytes.length < 24 || kind !== "IHDR") {
    throw new BlockzooError(
      `${name}: is a PNG file without a complete header, cut off or damaged (${bytes.length} bytes)`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { format: "png", width: view.getUint32(16), height: view.getUint32(20) };
}
