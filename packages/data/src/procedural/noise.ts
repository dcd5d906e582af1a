import type { RandomStream } from "@blockzoo/core";

/** Adds normal noise to each pixel, and clips to the range from paper, 0, to ink, 1. */
export function addNoise(image: Float32Array, deviation: number, stream: RandomStream): void {
  if (deviation === 0) return;
  for (let pixel = 0; pixel < image.length; pixel++) {
    image[pixel] = Math.min(1, Math.max(0, image[pixel]! + stream.normal(0, deviation)));
  }
}
