import { ndarray, RandomStream } from "@blockzoo/core";
import { arrayDataset, everything, type Dataset } from "@blockzoo/data";

/** Images `x` with as much ink each, but anywhere: of what is in them, nothing is left. */
export function withShuffledPixels(images: Dataset, seed: number): Dataset {
  const { x, ...rest } = everything(images);
  const pixels = x!.data.length / images.size;
  const shuffled = new Float32Array(x!.data.length);
  for (let image = 0; image < images.size; image++) {
    const order = new RandomStream(seed, "pixels", image).permutation(pixels);
    order.forEach((from, to) => (shuffled[image * pixels + to] = x!.data[image * pixels + from]!));
  }
  return arrayDataset({ name: images.name, arrays: { ...rest, x: ndarray(shuffled, x!.shape) } });
}
