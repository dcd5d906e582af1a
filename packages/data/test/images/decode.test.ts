import { encode, type ImageData as PngData } from "fast-png";
import jpeg from "jpeg-js";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../src/images/decode.js";
import { maximumPixels } from "../../src/images/header.js";
import { toChannels } from "../../src/images/raw-image.js";
import { readImage } from "../../src/images/source.js";

/** A picture of 2 x 1 pixels. */
function png(channels: number, values: readonly number[], options: Partial<PngData> = {}): Uint8Array {
  const data = options.depth === 16 ? Uint16Array.from(values) : Uint8Array.from(values);
  return encode({ width: 2, height: 1, channels, data, ...options });
}

async function grey(bytes: Uint8Array): Promise<number[]> {
  return [...toChannels(await decodeImage(bytes, "test.png"), 1).data];
}

async function colour(bytes: Uint8Array): Promise<number[]> {
  return [...toChannels(await decodeImage(bytes, "test.png"), 3).data];
}

describe("PNG", () => {
  test("grey", async () => expect(await grey(png(1, [7, 200]))).toEqual([7, 200]));
  test("grey of 16 bits keeps the high byte", async () =>
    expect(await grey(png(1, [0x07ff, 0xc800], { depth: 16 }))).toEqual([7, 200]));
  test("grey and alpha lies on white paper", async () =>
    expect(await grey(png(2, [10, 0, 10, 255]))).toEqual([255, 10]));
  test("colour", async () => expect(await colour(png(3, [1, 2, 3, 4, 5, 6]))).toEqual([1, 2, 3, 4, 5, 6]));
  test("colour of 16 bits", async () =>
    expect(await colour(png(3, [256, 512, 768, 0, 0, 65535], { depth: 16 }))).toEqual([1, 2, 3, 0, 0, 255]));
  test("colour and alpha lies on white paper", async () =>
    expect(await colour(png(4, [9, 9, 9, 0, 0, 100, 255, 51]))).toEqual([255, 255, 255, 204, 224, 255]));

  test("a palette becomes colours", async () => {
    // Hand-made: the encoder writes no palettes. 2 x 1 pixels of 1 bit, indices 1 and 0.
    const bytes = assemble([2, 1, 1, 3], [["PLTE", [1, 2, 3, 4, 5, 6]]], [0, 0b10000000]);
    expect(await colour(bytes)).toEqual([4, 5, 6, 1, 2, 3]);
  });
  test("grey of 2 bits", async () =>
    expect(await grey(assemble([2, 1, 2, 0], [], [0, 0b01110000]))).toEqual([85, 255]));
  test("one transparent colour lies on white paper", async () =>
    expect(await grey(assemble([2, 1, 8, 0], [["tRNS", [0, 9]]], [0, 9, 8]))).toEqual([255, 8]));
});

test("JPEG", async () => {
  const image = toChannels(await readImage(jpegOf(16, () => 200)), 1);
  expect([image.width, image.height]).toEqual([16, 16]);
  expect(image.data.every((value) => Math.abs(value - 200) <= 2)).toBe(true);
});

test.each<[what: string, bytes: Uint8Array, message: string]>([
  ["empty", new Uint8Array(), "cat.img: is neither PNG nor JPEG: it is empty"],
  ["another format", new TextEncoder().encode("GIF89a"), "it starts with the bytes 47 49 46 38"],
  ["PNG cut off in the header", png(1, [1, 2]).subarray(0, 20), "cat.img: is a PNG file without a complete header"],
  ["PNG cut off in the pixels", png(1, [1, 2]).subarray(0, 50), "cat.img: is a damaged PNG file"],
  ["PNG with a flipped bit", flipped(png(1, [1, 2]), 45), "cat.img: is a damaged PNG file"],
  [
    "JPEG cut off in the header",
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16),
    "is a JPEG file without a complete header",
  ],
  [
    "JPEG cut off in the pixels",
    jpegOf(64, (index) => (index * 7919) % 251).subarray(0, 2000),
    "is a damaged JPEG file",
  ],
  ["more pixels than are decoded", widened(png(1, [1, 2])), "more than the 64 megapixels that are decoded"],
])("a file that cannot be decoded is named: %s", async (_, bytes, message) => {
  await expect(decodeImage(bytes, "cat.img")).rejects.toThrow(message);
});

test("a missing file is named", async () => {
  await expect(readImage("/no/such/seven.png")).rejects.toThrow("/no/such/seven.png: cannot be read");
});

function jpegOf(size: number, value: (index: number) => number): Uint8Array {
  const data = Uint8Array.from({ length: size * size * 4 }, (_, index) => value(index));
  return new Uint8Array(jpeg.encode({ width: size, height: size, data }, 95).data);
}

function flipped(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.with(position, bytes[position]! ^ 1);
}

/** Says that the image is wider than is decoded. */
function widened(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(16, maximumPixels + 1);
  return copy;
}

/** A PNG file of an IHDR, further chunks and the bytes of the scanlines, uncompressed. */
function assemble(
  [width, height, depth, colourType]: readonly [number, number, number, number],
  chunks: readonly (readonly [string, readonly number[]])[],
  scanlines: readonly number[],
): Uint8Array {
  const header = [0, 0, 0, width, 0, 0, 0, height, depth, colourType, 0, 0, 0];
  const { length } = scanlines;
  const stored = [0x78, 1, 1, length, 0, ~length & 255, 255, ...scanlines, ...bytesOf(adler32(scanlines))];
  const all = [["IHDR", header], ...chunks, ["IDAT", stored], ["IEND", []]] as const;
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...all.flatMap(([type, data]) => chunk(type, data))]);
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  return [...bytesOf(data.length), ...body, ...bytesOf(crc32(body))];
}

function bytesOf(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

function crc32(bytes: readonly number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

function adler32(bytes: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
