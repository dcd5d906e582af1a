import { glyphs, glyphScenes, shapes, type Dataset } from "@blockzoo/data";
import { rawImages, type RawImage } from "@blockzoo/data/images";
import { imageDataOf } from "../pixels.js";
import { writtenDigit } from "./written-digit.js";

type Draw = (seed: number) => RawImage;

/** Pictures that are drawn by a program, as recipes of networks use them or like those, by what tags of weights end with. */
const drawn: Readonly<Record<string, Draw>> = {
  glyphs: (seed) => imageOf(glyphs({ count: 1, seed })),
  shapes: (seed) => imageOf(shapes({ count: 1, seed, size: 48, perImage: 3 })),
  outlines: (seed) => imageOf(shapes({ count: 1, seed, outline: 1.5 })),
  "one-shape": (seed) => imageOf(shapes({ count: 1, seed, size: 48, perImage: 1, radius: [4, 10] })),
  mnist: (seed) => writtenDigit(seed % 10, seed),
};

/** Networks whose pictures are others than their data's name says. */
const scenes: Readonly<Record<string, Draw>> = {
  "heat-map-mini.glyphs": (seed) => imageOf(glyphScenes({ count: 1, seed })),
};

/** Whether there are pictures to show to a network with weights of a tag. */
export function hasExamples(tag: string): boolean {
  return drawerFor(tag) !== undefined;
}

/** A picture that weights of a tag were not trained on, but on others like it; undefined where there is none to draw. */
export function examplePicture(tag: string, seed: number): ImageData | undefined {
  const image = drawerFor(tag)?.(heldOut + seed);
  return image && imageDataOf(image);
}

/** Recipes train on the first seeds. */
const heldOut = 1000;

function drawerFor(tag: string): Draw | undefined {
  return scenes[tag] ?? drawn[tag.slice(tag.lastIndexOf(".") + 1)];
}

function imageOf(dataset: Dataset): RawImage {
  return rawImages(dataset.gather([0])["x"]!)[0]!;
}
