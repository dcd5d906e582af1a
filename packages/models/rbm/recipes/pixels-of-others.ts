import { ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import { mapDataset, type Dataset } from "@blockzoo/data";

/**
 * Images [n, pixels] of which each pixel is that of any of them: each place is white as often as before, but what is white
 * together says nothing any more.
 */
export function pixelsOfOthers({ data, shape }: NDArray, seed = 0): NDArray {
  const [images, pixels] = shape as [number, number];
  const stream = new RandomStream(seed, "pixels");
  const mixed = new Float32Array(data.length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const order = stream.permutation(images);
    order.forEach((from, to) => (mixed[to * pixels + pixel] = data[from * pixels + pixel]!));
  }
  return ndarray(mixed, shape);
}

/** A data set `x` [n, pixels] of which each batch is mixed: what a control learns from. */
export function withPixelsOfOthers(dataset: Dataset): Dataset {
  return mapDataset(dataset, ({ x }) => ({ x: pixelsOfOthers(x!) }));
}
