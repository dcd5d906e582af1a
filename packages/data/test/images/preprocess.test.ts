import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { preprocessImage, readImage, type ImagePreprocessing, type RawImage } from "../../src/images/index.js";

const plain = {
  kind: "image",
  channels: 1,
  resize: [2, 2],
  mean: [0],
  deviation: [1],
} as const satisfies ImagePreprocessing;
const square = (data: readonly number[]): RawImage => ({
  width: 2,
  height: 2,
  channels: 1,
  data: Uint8Array.from(data),
});

test("values are divided by 255 and normalised", () => {
  const { shape, data } = preprocessImage(square([0, 51, 102, 255]), { ...plain, mean: [0.5], deviation: [0.5] });
  expect(shape).toEqual([1, 2, 2]);
  [-1, -0.6, -0.2, 1].forEach((value, index) => expect(data[index]).toBeCloseTo(value, 6));
});

test("the border is black before normalising", () => {
  const { shape, data } = preprocessImage(square([255, 255, 255, 255]), {
    ...plain,
    pad: 1,
    mean: [0.5],
    deviation: [0.5],
  });
  expect(shape).toEqual([1, 4, 4]);
  expect([...data]).toEqual([-1, -1, -1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, -1, -1, -1]);
});

test("colours become planes", () => {
  const image: RawImage = { width: 2, height: 1, data: Uint8Array.of(255, 0, 51, 0, 255, 102) };
  const steps: ImagePreprocessing = { ...plain, channels: 3, resize: [1, 2], mean: [0, 0, 0], deviation: [1, 1, 1] };
  const { data } = preprocessImage(image, steps);
  [1, 0, 0, 1, 0.2, 0.4].forEach((value, index) => expect(data[index]).toBeCloseTo(value, 6));
});

test("dark strokes on light paper are inverted, light ones on dark are not", () => {
  const ring = (border: number, middle: number): RawImage => {
    const data = new Uint8Array(9).fill(border);
    data[4] = middle;
    return { width: 3, height: 3, channels: 1, data };
  };
  const untouched: ImagePreprocessing = { ...plain, resize: [3, 3] };
  const steps: ImagePreprocessing = { ...untouched, foreground: "bright" };
  expect(preprocessImage(ring(255, 0), steps).data[4]).toBe(1);
  expect(preprocessImage(ring(0, 255), steps).data[4]).toBe(1);
  expect(preprocessImage(ring(255, 0), untouched).data[4]).toBe(0);
});

test("an image whose size does not fit its values is an error", () => {
  expect(() => preprocessImage({ width: 2, height: 2, data: new Uint8Array(7) }, plain)).toThrow(
    "1 to 4 values a pixel",
  );
  expect(() => preprocessImage({ width: 0, height: 2, data: new Uint8Array(0) }, plain)).toThrow("positive width");
});

test("what does not fit, or would not fit into memory, is an error", () => {
  expect(() => preprocessImage(square([0, 0, 0, 0]), { ...plain, crop: [3, 2] })).toThrow(
    "a crop of 3 x 2 does not fit into the scaled image of 2 x 2",
  );
  const strip: RawImage = { width: 1, height: 1_000_000, data: new Uint8Array(1_000_000) };
  expect(() => preprocessImage(strip, { ...plain, resize: 256 })).toThrow("256000000 x 256 pixels, more than the 64");
  expect(preprocessImage(strip, { ...plain, resize: 256, crop: [224, 224] }).shape).toEqual([1, 224, 224]);
});

test.each([
  ["floats", Float32Array.from({ length: 12 }, () => 0.5), "Float32Array"],
  ["doubles", new Float64Array(12), "Float64Array"],
  ["numbers of 16 bits", Uint16Array.from({ length: 12 }, () => 60_000), "Uint16Array"],
  ["signed bytes", new Int8Array(12), "Int8Array"],
  ["plain numbers", Array.from({ length: 12 }, () => 5), "Array"],
  ["a buffer", new ArrayBuffer(12), "ArrayBuffer"],
  ["nothing", undefined, "Undefined"],
])("pixels that are %s are refused, with a way to convert them", async (_, data, found) => {
  const image = { width: 2, height: 2, data } as unknown as RawImage;
  const message = `must be bytes of 0 to 255, a Uint8Array or Uint8ClampedArray, got ${found}: convert values of 0 to 1`;
  expect(() => preprocessImage(image, plain)).toThrowError(expect.objectContaining({ name: "BlockzooError" }));
  expect(() => preprocessImage(image, plain)).toThrow(message);
  await expect(readImage(image)).rejects.toThrow(message);
});

test("what is no image is refused by its name, with a way to make it one", async () => {
  /** What a page's element says of itself. */
  const element = (tag: string) => ({ width: 2, height: 2, [Symbol.toStringTag]: tag });
  for (const [given, message] of [
    [undefined, "got Undefined"],
    [null, "got Null"],
    [7, "got Number"],
    [[1, 2, 3], "got Array"],
    [{ width: 2, height: 2 }, "got Object"],
    [element("HTMLCanvasElement"), 'got HTMLCanvasElement: give canvas.getContext("2d").getImageData('],
    [element("OffscreenCanvas"), "got OffscreenCanvas: give canvas.getContext"],
    [element("HTMLImageElement"), "got HTMLImageElement: draw it on a canvas"],
    [element("ImageBitmap"), "got ImageBitmap: draw it on a canvas"],
    [element("HTMLVideoElement"), "got HTMLVideoElement: draw it on a canvas"],
  ] as const) {
    const image = given as unknown as RawImage;
    await expect(readImage(image)).rejects.toThrowError(expect.objectContaining({ name: "BlockzooError" }));
    await expect(readImage(image)).rejects.toThrow(message);
    expect(() => preprocessImage(image, plain)).toThrow(message);
  }
});

test("bytes of another realm are bytes", async () => {
  const bytes = runInNewContext("Uint8Array.of(1, 2, 3, 4)") as Uint8Array;
  expect(bytes instanceof Uint8Array).toBe(false);
  expect(preprocessImage({ width: 2, height: 2, data: bytes }, plain).data[0]).toBeCloseTo(1 / 255, 6);
  await expect(readImage(bytes)).rejects.toThrow(
    "the image: is neither PNG nor JPEG: it starts with the bytes 01 02 03 04",
  );
});
