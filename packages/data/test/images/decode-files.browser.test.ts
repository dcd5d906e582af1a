import { expect, test } from "vitest";
import {
  decodedDigest,
  digestOf,
  expectPixels,
  imageCases,
  largestDifference,
  type ExpectedPixels,
} from "./image-cases.js";

const fetched = async (name: string) => (await fetch(new URL(`./fixtures/${name}`, import.meta.url))).blob();
const read = async (name: string) => new Uint8Array(await (await fetched(name)).arrayBuffer());
const pixels = JSON.parse(await (await fetched("pixels.json")).text()) as Readonly<Record<string, ExpectedPixels>>;

test.each(imageCases)("$name has PIL's pixels", async (image) => {
  await expectPixels(image, await read(image.name), pixels[image.name]!);
});

test("pixels are those of Node, to the bit", async () => {
  const files = new Map<string, Uint8Array>();
  for (const { name } of imageCases) files.set(name, await read(name));
  expect(await digestOf(files)).toBe(decodedDigest);
});

test("the page's own decoder is another: colours under alpha come back changed", async () => {
  const found: Record<string, number> = {};
  for (const { name } of imageCases) {
    // A picture that the page turns cannot be compared, and one without its end it may refuse.
    const own = await ownPixels(await fetched(name)).catch(() => undefined);
    found[name] = own?.width === pixels[name]!.width ? largestDifference(own.data, pixels[name]!) : NaN;
  }
  console.log(`largest difference of createImageBitmap from PIL: ${JSON.stringify(found)}, ${navigator.userAgent}`);
  expect(found["colour-alpha.png"]).toBeGreaterThan(0);
});

/** What the page decodes, as raw as it can be asked for. */
async function ownPixels(blob: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
    imageOrientation: "none",
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, width, height);
}
