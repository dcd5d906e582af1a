import { BlockzooError, messageOf } from "@blockzoo/core";
import type { DecodedPng } from "fast-png";
import { maximumPixels, readImageHeader } from "./header.js";
import { withFullColours, type ColourSampling } from "./jpeg-colours.js";
import type { RawImage } from "./raw-image.js";

/**
 * Decodes a PNG or JPEG file. 16-bit values keep their high byte, palettes become colours. Embedded colour profiles and
 * the orientation that a camera notes are left alone, as PIL and torchvision leave them.
 *
 * @param name what errors call the file
 * @throws BlockzooError naming the file where the format is unknown, the file is damaged or too large
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<RawImage> {
  const { format, colours } = readImageHeader(bytes, name);
  try {
    return format === "png" ? await decodePng(bytes) : await decodeJpeg(bytes, colours);
  } catch (error) {
    const message = `${name}: is a damaged ${format.toUpperCase()} file: ${messageOf(error)}`;
    throw new BlockzooError(message, { cause: error });
  }
}

async function decodePng(bytes: Uint8Array): Promise<RawImage> {
  const { decode, convertIndexedToRgb } = await import("fast-png");
  const png = decode(bytes, { checkCrc: true });
  const { width, height } = png;
  if (png.palette !== undefined) return { width, height, data: convertIndexedToRgb(png) };
  if (png.depth < 8) return { width, height, data: convertIndexedToRgb({ ...png, palette: greyLevels(png.depth) }) };
  return { width, height, data: withTransparency(png) };
}

/** Grey of 1, 2 or 4 bits is packed as palette indices are: its palette is all greys in order. */
function greyLevels(depth: number): number[][] {
  const last = 2 ** depth - 1;
  return Array.from({ length: last + 1 }, (_, level) => new Array<number>(3).fill((255 * level) / last));
}

/** The pixels as bytes; where the file names one colour as transparent (chunk tRNS), with alpha. */
function withTransparency({ data, channels, depth, transparency }: DecodedPng): Uint8Array {
  const bytes = depth === 16 ? Uint8Array.from(data, (value) => value >> 8) : Uint8Array.from(data);
  if (transparency === undefined) return bytes;
  const pixels = bytes.length / channels;
  const widened = new Uint8Array(pixels * (channels + 1));
  for (let pixel = 0; pixel < pixels; pixel++) {
    const start = pixel * channels;
    widened.set(bytes.subarray(start, start + channels), pixel * (channels + 1));
    const isTransparent = transparency.every((value, channel) => data[start + channel] === value);
    widened[pixel * (channels + 1) + channels] = isTransparent ? 0 : 255;
  }
  return widened;
}

async function decodeJpeg(bytes: Uint8Array, colours: ColourSampling | undefined): Promise<RawImage> {
  const { default: jpeg } = await import("jpeg-js");
  const decoded = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    // As they are in the file; the decoder's own way repeats colours of half size.
    ...(colours && { colorTransform: false }),
    tolerantDecoding: false,
    maxResolutionInMP: maximumPixels / 1e6,
    // Coefficients and planes of three channels at that size.
    maxMemoryUsageInMB: 2048,
  });
  const { width, height } = decoded;
  return { width, height, channels: 3, data: colours ? withFullColours(decoded, colours) : decoded.data };
}
