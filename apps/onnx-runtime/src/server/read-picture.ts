import { inflateSync } from "node:zlib";
import type { Pixels } from "#digits/classify.js";
import { convertIndexedToRgb, decode as decodePngFile } from "fast-png";
import jpeg from "jpeg-js";
import { Refusal } from "./refusal.js";

const maximumMegapixels = 16;

/**
 * Decodes PNG and JPEG, told apart by their first bytes, whatever the client says that they are.
 *
 * @throws Refusal 415 for anything else, 413 for too many pixels, 400 for what is damaged
 */
export function readPicture(bytes: Uint8Array): Pixels {
  if (bytes.length === 0) {
    throw new Refusal(
      400,
      "the request has no body: send the bytes of a picture, as curl --data-binary @seven.png does",
    );
  }
  const format = formats.find(({ signature }) => signature.every((byte, index) => bytes[index] === byte));
  if (format === undefined) throw new Refusal(415, "the body is neither a PNG nor a JPEG file");
  try {
    return format.decode(bytes);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, `the ${format.name} file is damaged: ${(error as Error).message}`);
  }
}

const formats: readonly {
  readonly name: string;
  readonly signature: readonly number[];
  readonly decode: (bytes: Uint8Array) => Pixels;
}[] = [
  { name: "PNG", signature: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], decode: decodePng },
  { name: "JPEG", signature: [0xff, 0xd8, 0xff], decode: decodeJpeg },
];

function decodePng(bytes: Uint8Array): Pixels {
  checkPngSize(bytes);
  const png = decodePngFile(bytes, { checkCrc: true });
  const { width, height, depth, data, palette } = png;
  if (palette !== undefined) return { width, height, data: convertIndexedToRgb(png) };
  if (depth < 8) return { width, height, data: convertIndexedToRgb({ ...png, palette: greys(depth) }) };
  return { width, height, data: depth === 16 ? Uint8Array.from(data, (value) => value >> 8) : Uint8Array.from(data) };
}

/** Grey of 1, 2 or 4 bits is packed as the indices of a palette are. */
function greys(depth: number): number[][] {
  const last = 2 ** depth - 1;
  return Array.from({ length: last + 1 }, (_, level) => new Array<number>(3).fill((255 * level) / last));
}

/** The decoder inflates whatever there is: a file of a few kilobytes may become gigabytes, so that it is tried with a limit. */
function checkPngSize(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width * height === 0) throw new Error("it has no pixels");
  if (width * height > maximumMegapixels * 1e6) throw tooManyPixels();
  const pieces: Uint8Array[] = [];
  // Chunks follow the signature: length, type, content, checksum.
  for (let offset = 8; offset + 12 <= bytes.length;) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (type === "IDAT") pieces.push(bytes.subarray(offset + 8, offset + 8 + length));
    offset += 12 + length;
  }
  // At most four channels of two bytes, and a byte that names the filter for each row of each of the seven passes.
  inflateSync(Buffer.concat(pieces), { maxOutputLength: width * height * 8 + 7 * (height + 7) });
}

function decodeJpeg(bytes: Uint8Array): Pixels {
  try {
    return jpeg.decode(bytes, {
      useTArray: true,
      tolerantDecoding: false,
      maxResolutionInMP: maximumMegapixels,
      maxMemoryUsageInMB: 512,
    });
  } catch (error) {
    if ((error as Error).message.startsWith("maxResolutionInMP limit exceeded")) throw tooManyPixels();
    throw error;
  }
}

function tooManyPixels(): Refusal {
  return new Refusal(413, `a picture has at most ${maximumMegapixels} megapixels`);
}
