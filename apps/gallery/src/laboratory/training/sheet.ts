import type { NDArray } from "@blockzoo/core";

/** Pixels for a canvas: red, green, blue and alpha from 0 to 255. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Images [N, 1 or 3, H, W] as sheets of their own; `range` is black and white, by default the least and the largest value of all. */
export function imageSheets({ data, shape }: NDArray, range?: readonly [number, number]): Sheet[] {
  const [count, channels, height, width] = shape as [number, number, number, number];
  const [low, high] = range ?? rangeOf(data);
  const plane = height * width;
  return Array.from({ length: count }, (_, image) => {
    const pixels = new Uint8ClampedArray(4 * plane).fill(255);
    for (let pixel = 0; pixel < plane; pixel++) {
      for (let colour = 0; colour < 3; colour++) {
        const value = data[(image * channels + (colour % channels)) * plane + pixel]!;
        pixels[4 * pixel + colour] = (255 * (value - low)) / (high - low || 1);
      }
    }
    return { width, height, data: pixels };
  });
}

/** Whether an array can be shown as images. */
export function isImages({ shape }: NDArray): boolean {
  return shape.length === 4 && (shape[1] === 1 || shape[1] === 3);
}

function rangeOf(data: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < data.length; index++) {
    low = Math.min(low, data[index]!);
    high = Math.max(high, data[index]!);
  }
  return [low, high];
}
