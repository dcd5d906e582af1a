import { check } from "@blockzoo/core";
import type { RawImage } from "../raw-image.js";
import { channelsOf, readPngChunks, type PngChunks } from "./chunks.js";
import { readSamples } from "./scanlines.js";

type Samples = Uint8Array | Uint16Array;

/**
 * Decodes a PNG file of any kind: 16-bit samples keep their high byte, palettes become colours, and where one colour or
 * indices are transparent there is alpha.
 */
export function decodePng(bytes: Uint8Array): RawImage {
  const png = readPngChunks(bytes);
  const { width, height } = png;
  const samples = readSamples(png);
  if (png.palette !== undefined) return { width, height, ...paint(samples, png.palette, png.transparency) };
  const channels = channelsOf[png.colours];
  const data = toBytes(samples, png.depth);
  const isOpaque = png.colours === "grey" || png.colours === "colour";
  if (png.transparency === undefined || !isOpaque) return { width, height, channels, data };
  return { width, height, ...withTransparentColour({ samples, data, channels, transparency: png.transparency }) };
}

function toBytes(samples: Samples, depth: PngChunks["depth"]): Uint8Array {
  if (depth === 16) return Uint8Array.from(samples, (sample) => sample >> 8);
  if (depth === 8) return samples as Uint8Array;
  const white = 2 ** depth - 1;
  return Uint8Array.from(samples, (sample) => (255 * sample) / white);
}

type Painted = Pick<Required<RawImage>, "channels" | "data">;

/** The colours of indices; indices without an alpha of their own are opaque. */
function paint(indices: Samples, palette: Uint8Array, alpha: Uint8Array | undefined): Painted {
  const channels = alpha === undefined ? 3 : 4;
  const data = new Uint8Array(indices.length * channels);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const index = indices[pixel]!;
    check(3 * index < palette.length, () => `has a pixel of colour ${index}, and a palette of ${palette.length / 3}`);
    for (let colour = 0; colour < 3; colour++) data[pixel * channels + colour] = palette[3 * index + colour]!;
    if (alpha !== undefined) data[pixel * channels + 3] = alpha[index] ?? 255;
  }
  return { channels, data };
}

interface Opaque {
  readonly samples: Samples;
  readonly data: Uint8Array;
  readonly channels: number;
  readonly transparency: Uint8Array;
}

/** Adds alpha: 0 where a pixel's samples, all bits of them, are the transparent colour's. */
function withTransparentColour({ samples, data, channels, transparency }: Opaque): Painted {
  check(
    transparency.length === 2 * channels,
    () => `its chunk tRNS has ${transparency.length} bytes, expected ${2 * channels} for a transparent colour`,
  );
  const colour = Array.from(
    { length: channels },
    (_, index) => transparency[2 * index]! * 256 + transparency[2 * index + 1]!,
  );
  const widened = new Uint8Array((data.length / channels) * (channels + 1));
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    const start = pixel * channels;
    widened.set(data.subarray(start, start + channels), pixel * (channels + 1));
    const isTransparent = colour.every((value, channel) => samples[start + channel] === value);
    widened[pixel * (channels + 1) + channels] = isTransparent ? 0 : 255;
  }
  return { channels: channels === 1 ? 2 : 4, data: widened };
}
