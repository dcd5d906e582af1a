import { deflateSync } from "node:zlib";
import { encode, type ImageData as PngData } from "fast-png";
import jpeg from "jpeg-js";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../src/images/decode.js";
import { maximumPixels } from "../../src/images/maximum-pixels.js";
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
  [
    "another format",
    new TextEncoder().encode("hello"),
    "is neither PNG nor JPEG: it starts with the bytes 68 65 6c 6c",
  ],
  ["what Git LFS left", new TextEncoder().encode("version https://git-lfs.github.com/spec/v1"), "run git lfs pull"],
  ["PNG cut off in the header", png(1, [1, 2]).subarray(0, 20), "cat.img: is a PNG file without a complete header"],
  [
    "PNG cut off in the pixels",
    png(1, [1, 2]).subarray(0, 46),
    "is a damaged PNG file: it is cut off: its pixels take 3 bytes, and",
  ],
  [
    "PNG without pixels",
    png(1, [1, 2]).subarray(0, 33),
    "it is cut off: its pixels take 3 bytes, which 0 packed ones cannot hold",
  ],
  ["PNG with colours that there are not", assemble([2, 1, 4, 2], [], [0, 0, 0, 0]), "colours of type 2 with 4 bits"],
  ["PNG without its palette", assemble([2, 1, 8, 3], [], [0, 0, 0]), "has a palette of 0 bytes"],
  [
    "PNG with an index outside of it",
    assemble([2, 1, 8, 3], [["PLTE", [1, 2, 3]]], [0, 0, 1]),
    "has a pixel of colour 1",
  ],
  ["PNG with another filter", assemble([2, 1, 8, 0], [], [5, 0, 0]), "says filter 5 for a line"],
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
  ["JPEG in another coding", recoded(0xc9), "is a JPEG file with arithmetic coding, which is not read: convert it"],
  ["JPEG without loss", recoded(0xc3), "is a JPEG file with lossless coding"],
  ["JPEG of 12 bits", recoded(0xc1, 12), "is a JPEG file with 12 bits a sample"],
  ["a small file that promises much", assemble([250, 250, 8, 0], [], [0]).with(18, 30), "cannot hold: it is cut off"],
  [
    "PNG with another chunk before its size",
    spliced(png(1, [1, 2]), 8, chunk("tEXt", [0, 0, 0, 1, 0, 0, 0, 1])),
    "is a PNG file without a complete header",
  ],
  ["more pixels than are decoded", widened(png(1, [1, 2])), "more than the 64 megapixels that are decoded"],
])("a file that cannot be decoded is named: %s", async (_, bytes, message) => {
  await expect(decodeImage(bytes, "cat.img")).rejects.toThrow(message);
});

test.each(
  Object.entries({
    WebP: "RIFF\x10\0\0\0WEBPVP8 ",
    GIF: "GIF89a",
    BMP: "BM",
    TIFF: "II*\0",
    AVIF: "\0\0\0\x1cftypavif",
    HEIC: "\0\0\0\x18ftypheic",
    "JPEG 2000": "\0\0\0\x0cjP  \r\n\x87\n",
    "JPEG XL": "\xff\x0a",
    SVG: "<svg ",
    PNM: "P6\n1 1",
  }),
)("a %s file is called what it is, whatever its name", async (kind, begins) => {
  const bytes = Uint8Array.from(begins, (letter) => letter.charCodeAt(0));
  await expect(decodeImage(bytes, "cat.jpg")).rejects.toThrow(
    `cat.jpg: is a ${kind} file, which is not read: convert it`,
  );
});

test("a stream that unpacks to more than the pixels is read as far as they go", async () => {
  // 100 MB of zeros in 100 kB: a picture of one line.
  const bomb = deflateSync(new Uint8Array(100e6));
  const parts = [[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], chunk("IHDR", [0, 0, 0, 9, 0, 0, 0, 1, 8, 0, 0, 0, 0])];
  const bytes = Uint8Array.from([...parts, chunk("IDAT", [...bomb])].flat());
  const before = process.memoryUsage().arrayBuffers;
  expect((await decodeImage(bytes, "bomb.png")).data).toEqual(new Uint8Array(9));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64e6);
});

test("a second size is not heeded", async () => {
  const second = chunk("IHDR", [0, 0, 200, 0, 0, 0, 200, 0, 8, 0, 0, 0, 0]);
  expect(await grey(spliced(png(1, [1, 2]), 33, second))).toEqual([1, 2]);
});

test("what does not make pixels may be wrong: a text without its checksum, bytes behind the end", async () => {
  const whole = png(1, [1, 2]);
  const broken = [...chunk("tEXt", [65, 0, 66]).slice(0, -4), 1, 2, 3, 4];
  const bytes = Uint8Array.from([...whole.subarray(0, 33), ...broken, ...whole.subarray(33), 1, 2, 3]);
  expect(await grey(bytes)).toEqual([1, 2]);
});

test("a missing file is named", async () => {
  await expect(readImage("/no/such/seven.png")).rejects.toThrow("/no/such/seven.png: cannot be read");
});

function jpegOf(size: number, value: (index: number) => number): Uint8Array {
  const data = Uint8Array.from({ length: size * size * 4 }, (_, index) => value(index));
  return new Uint8Array(jpeg.encode({ width: size, height: size, data }, 95).data);
}

/** A JPEG file whose frame says another way of coding, or another number of bits. */
function recoded(marker: number, bits = 8): Uint8Array {
  const bytes = jpegOf(16, () => 200);
  const frame = bytes.findIndex((byte, index) => byte === 0xff && bytes[index + 1] === 0xc0);
  return bytes.with(frame + 1, marker).with(frame + 4, bits);
}

function flipped(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.with(position, bytes[position]! ^ 1);
}

function spliced(bytes: Uint8Array, position: number, added: readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, position), ...added, ...bytes.subarray(position)]);
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
