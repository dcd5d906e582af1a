import { glyphs, glyphScenes, shapes, type Dataset, type GlyphGeometry } from "@blockzoo/data";
import { rawImages } from "@blockzoo/data/images";
import { imageDataOf } from "../pixels.js";

type Draw = (seed: number) => Dataset;

/** Printed digits as large as MNIST's, and as upright: of 60, LeNet-5 reads 53, though it has seen handwriting alone. */
const asWritten: GlyphGeometry = { rotation: 6, shear: 0.1, scale: [0.55, 0.6], shift: 0.04, noise: 0 };

/** Data sets that are drawn by a program, as recipes of networks use them, by what tags of weights end with. */
const drawn: Readonly<Record<string, Draw>> = {
  glyphs: (seed) => glyphs({ count: 1, seed }),
  mnist: (seed) => glyphs({ count: 1, seed, size: 28, geometry: asWritten }),
  shapes: (seed) => shapes({ count: 1, seed, size: 48, perImage: 3 }),
  outlines: (seed) => shapes({ count: 1, seed, outline: 1.5 }),
  "one-shape": (seed) => shapes({ count: 1, seed, size: 48, perImage: 1, radius: [4, 10] }),
};

/** Networks whose pictures are others than their data's name says. */
const scenes: Readonly<Record<string, Draw>> = {
  "heat-map-mini.glyphs": (seed) => glyphScenes({ count: 1, seed }),
};

/** Whether there are pictures to show to a network with weights of a tag. */
export function hasExamples(tag: string): boolean {
  return drawerFor(tag) !== undefined;
}

/** A picture that weights of a tag were not trained on, but mostly on others like it; undefined where there is none to draw. */
export function examplePicture(tag: string, seed: number): ImageData | undefined {
  const images = drawerFor(tag)?.(heldOut + seed).gather([0])["x"];
  return images && imageDataOf(rawImages(images)[0]!);
}

/** Recipes train on the first seeds. */
const heldOut = 1000;

function drawerFor(tag: string): Draw | undefined {
  return scenes[tag] ?? drawn[tag.slice(tag.lastIndexOf(".") + 1)];
}
