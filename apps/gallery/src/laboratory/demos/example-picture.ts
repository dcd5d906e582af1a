import { glyphs, glyphScenes, shapes, type Dataset } from "@blockzoo/data";
import { rawImages } from "@blockzoo/data/images";
import { imageDataOf } from "../pixels.js";

/** Data sets that are drawn by a program, as recipes of networks use them, by what tags of weights end with. */
const drawn: Readonly<Record<string, (seed: number) => Dataset>> = {
  glyphs: (seed) => glyphs({ count: 1, seed }),
  shapes: (seed) => shapes({ count: 1, seed, size: 48, perImage: 3 }),
  outlines: (seed) => shapes({ count: 1, seed, outline: 1.5 }),
  "one-shape": (seed) => shapes({ count: 1, seed, size: 48, perImage: 1, radius: [4, 10] }),
};

/** Networks whose pictures are others than their data's name says. */
const scenes: Readonly<Record<string, (seed: number) => Dataset>> = {
  "heat-map-mini.glyphs": (seed) => glyphScenes({ count: 1, seed }),
};

/** A picture that weights of a tag were not trained on, but on others like it. */
export function examplePicture(tag: string, seed: number): ImageData | undefined {
  const draw = scenes[tag] ?? drawn[tag.slice(tag.lastIndexOf(".") + 1)];
  const images = draw?.(heldOut + seed).gather([0])["x"];
  return images && imageDataOf(rawImages(images)[0]!);
}

/** Recipes train on the first seeds. */
const heldOut = 1000;
