import { ndarray, type Feeds, type NDArray } from "@blockzoo/core";
import { glyphGeometries, glyphs } from "@blockzoo/data";
import { drawInputs, graphDefinition, type Variant } from "@blockzoo/family";
import { sampleTypes } from "./sample-types.js";

/** Something for a network to look at before it is given anything: a digit where it takes an image, else random numbers. */
export function exampleInputs(variant: Variant, graph: string): Feeds {
  const types = sampleTypes(variant, graph);
  const drawn = drawInputs({ ...graphDefinition(variant, graph), input: types }, { samples: 1 });
  const images = Object.entries(types).flatMap(([name, { dtype, shape }]) => {
    const [, channels, height, width] = shape as readonly number[];
    const isImage = dtype === "float32" && shape.length === 4 && height === width && (channels === 1 || channels === 3);
    return isImage && height! >= smallest ? [[name, digit(channels, height!)] as const] : [];
  });
  return { ...drawn, ...Object.fromEntries(images) };
}

/** Of a digit that can be read, in pixels. */
const smallest = 12;

/** A digit, ink 1 on paper 0, the same in all channels. */
function digit(channels: number, size: number): NDArray {
  const geometry = { ...glyphGeometries.easy, noise: 0.03 };
  const { data } = glyphs({ count: 1, size, geometry }).gather([0])["x"]!;
  const image = new Float32Array(channels * size * size);
  for (let channel = 0; channel < channels; channel++) image.set(data, channel * size * size);
  return ndarray(image, [1, channels, size, size]);
}
