import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodedDigest, digestOf, expectPixels, imageCases, type ExpectedPixels } from "./image-cases.js";

const folder = new URL("./fixtures/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));
const pixels = JSON.parse(read("pixels.json").toString()) as Readonly<Record<string, ExpectedPixels>>;

test("every test image is decoded", () => {
  const names = readdirSync(folder).filter((name) => name !== "pixels.json");
  expect(imageCases.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

test.each(imageCases)("$name has PIL's pixels", (image) => expectPixels(image, read(image.name), pixels[image.name]!));

test("pixels are those of a page, to the bit", async () => {
  expect(await digestOf(new Map(imageCases.map(({ name }) => [name, read(name)])))).toBe(decodedDigest);
});
