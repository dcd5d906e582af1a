/** The images of fixtures/, and how far their decoded pixels may be from those that PIL reads. */
import { expect } from "vitest";
import { decodeImage } from "../../src/images/decode.js";
import type { RawImage } from "../../src/images/raw-image.js";

/** What PIL reads: red, green, blue, alpha of each pixel, in base64. */
export interface ExpectedPixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: string;
}

interface ImageCase {
  readonly name: string;
  /** Values a pixel. */
  readonly channels: 1 | 2 | 3 | 4;
  /** The largest difference of a value: 0 for PNG, what two decoders may round differently for JPEG. */
  readonly largest: number;
}

const png = { largest: 0 } as const;
/** Two decoders may round each plane differently by 1, of which the change of colours makes 1 + 1.772. */
const jpeg = { channels: 3, largest: 3 } as const;

export const imageCases: readonly ImageCase[] = [
  { name: "grey.png", channels: 1, ...png },
  { name: "grey-1-bit.png", channels: 1, ...png },
  { name: "grey-alpha.png", channels: 2, ...png },
  { name: "grey-16-bit.png", channels: 1, ...png },
  { name: "colour.png", channels: 3, ...png },
  { name: "colour-16-bit.png", channels: 3, ...png },
  { name: "colour-alpha.png", channels: 4, ...png },
  // A profile that swaps red and blue, and a camera that was turned: neither is followed, as PIL follows neither.
  { name: "colour-profile.png", channels: 3, ...png },
  { name: "orientation.png", channels: 3, ...png },
  { name: "palette.png", channels: 3, ...png },
  { name: "palette-transparent.png", channels: 4, ...png },
  // The first picture of several.
  { name: "animation.png", channels: 3, ...png },
  { name: "no-end.png", channels: 3, ...png },
  { name: "grey.jpg", ...jpeg },
  { name: "colour-4-4-4.jpg", ...jpeg },
  { name: "progressive.jpg", ...jpeg },
  { name: "cmyk.jpg", ...jpeg },
  { name: "cmyk-no-adobe.jpg", ...jpeg },
  { name: "ycck.jpg", ...jpeg },
  // Components that are colours already, by Adobe's segment and by their names.
  { name: "rgb-adobe.jpg", ...jpeg },
  { name: "rgb-named.jpg", ...jpeg },
  { name: "no-end.jpg", ...jpeg },
  { name: "colour-profile.jpg", ...jpeg },
  { name: "orientation.jpg", ...jpeg },
  { name: "colour-4-2-2.jpg", ...jpeg },
  { name: "colour-4-4-0.jpg", ...jpeg },
  // Brightness, blue and red of half the width, of half the height, and of both.
  { name: "sizes-differ.jpg", ...jpeg },
  { name: "colour-4-2-0.jpg", ...jpeg },
  { name: "adobe-4-2-0.jpg", ...jpeg },
  { name: "colour-4-2-0-odd.jpg", ...jpeg },
  { name: "colour-4-2-0-narrow.jpg", ...jpeg },
];

/** Decodes a file and compares it with what PIL reads. */
export async function expectPixels(
  { name, channels, largest }: ImageCase,
  bytes: Uint8Array,
  expected: ExpectedPixels,
) {
  const image = await decodeImage(bytes, name);
  expect([image.width, image.height]).toEqual([expected.width, expected.height]);
  expect(image.data.length).toBe(image.width * image.height * channels);
  expect(largestDifference(toRgba(image), expected)).toBeLessThanOrEqual(largest);
}

/** The largest difference of a value between pixels of red, green, blue, alpha and those that PIL reads. */
export function largestDifference(rgba: Uint8Array | Uint8ClampedArray, { rgba: encoded }: ExpectedPixels): number {
  const expected = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  expect(rgba.length).toBe(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(value - rgba[index]!)));
}

export function toRgba({ width, height, data }: RawImage): Uint8Array {
  const pixels = width * height;
  const channels = data.length / pixels;
  const rgba = new Uint8Array(4 * pixels).fill(255);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const values = data.subarray(pixel * channels, (pixel + 1) * channels);
    const colour = channels < 3 ? [values[0]!, values[0]!, values[0]!] : values.subarray(0, 3);
    rgba.set(colour, 4 * pixel);
    if (channels % 2 === 0) rgba[4 * pixel + 3] = values[channels - 1]!;
  }
  return rgba;
}

/** SHA-256 of all decoded pixels one after the other: the same number in Node and in a page means the same pixels. */
export async function digestOf(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const parts: number[] = [];
  for (const { name } of imageCases) parts.push(...(await decodeImage(files.get(name)!, name)).data);
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(parts));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What {@link digestOf} gives everywhere. */
export const decodedDigest = "64b0a9c610ee49f03235f3fd011a8c72309699a40f87adf8e6f7fa661f9c4f39";
