import { initialize, type StateDict } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import { Trunk } from "@blockzoo/style-transfer";
import { VggFeatures } from "@blockzoo/vgg";

/** An image of which each pixel is a function of its place, both from 0 to 1, and the colour too. */
export function drawn(
  [width, height]: readonly [number, number],
  color: (x: number, y: number) => readonly [red: number, green: number, blue: number],
): RawImage {
  const pixels = Array.from({ length: width * height }, (_, at) =>
    color((at % width) / width, Math.floor(at / width) / height),
  );
  return { width, height, channels: 3, data: Uint8ClampedArray.from(pixels.flat(), (value) => 255 * value) };
}

/** A bright disc before a sky that gets darker. */
export const disc = (side: number): RawImage =>
  drawn([side, side], (x, y) =>
    Math.hypot(x - 0.6, y - 0.4) < 0.25 ? [0.95, 0.85, 0.4] : [0.2, 0.4 - 0.3 * y, 0.8 - 0.5 * y],
  );

/** Slanted waves in red and green. */
export const waves = (side: number): RawImage =>
  drawn([side, side], (x, y) => [
    0.5 + 0.4 * Math.sin(side * (0.7 * x + 0.4 * y)),
    0.3 + 0.2 * Math.cos(side * 0.5 * y),
    0.2,
  ]);

/** A trunk with filters as they are drawn at first: quick, and enough for gradients and losses. */
export function randomTrunk(channels: readonly [number, number, number] = [8, 12, 16]): {
  readonly trunk: Trunk;
  readonly weights: StateDict;
} {
  const [a, b, c] = channels;
  const network = new VggFeatures({
    stages: [[`conv3-${a}`, `conv3-${a}`], [`conv3-${b}`, `conv3-${b}`], [`conv3-${c}`]],
  });
  const trunk = new Trunk(
    network,
    { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
    { content: { relu2_2: 1 }, style: { relu1_1: 1, relu2_1: 1, relu3_1: 1 } },
  );
  return { trunk, weights: initialize(trunk, { seed: 3 }) };
}
