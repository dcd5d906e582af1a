import { check, ndarray, type NDArray } from "@blockzoo/core";
import type { ImagePreprocessing } from "./preprocessing.js";
import { maximumPixels } from "./maximum-pixels.js";
import { toChannels, type OpaqueImage, type RawImage } from "./raw-image.js";
import { resize, type Window } from "./resize.js";

/**
 * Makes the input of a network from an image: channels, strokes, size, crop, border and range as the weights entry says.
 *
 * @returns float32 [channels, height, width], the border included
 */
export function preprocessImage(image: RawImage, steps: ImagePreprocessing): NDArray {
  const opaque = toChannels(image, steps.channels);
  const inverted = steps.foreground === "bright" && hasBrightBorder(opaque) ? invert(opaque) : opaque;
  const { scaled, window } = framing(image, steps);
  return normalize(resize(inverted, scaled, window), steps);
}

/** What networks that take images of any size are given at most: their maps hold many values for each pixel. */
const largestInput = 2 ** 22;

/** The size that an image is scaled to, and the part of it that the network sees, without the border. */
export function framing(
  image: RawImage,
  { resize: size, crop }: ImagePreprocessing,
): { readonly scaled: readonly [number, number]; readonly window: Window } {
  const scaled = scaledSize(image, size);
  return { scaled, window: middleOf(scaled, crop ?? scaled) };
}

/** Height and width after scaling, rounded down as torchvision's `Resize` does. */
function scaledSize({ height, width }: RawImage, size: ImagePreprocessing["resize"]): readonly [number, number] {
  if (size === undefined) {
    check(
      height * width <= largestInput,
      () =>
        `an image of ${width} x ${height} pixels is too large: this network takes up to ${largestInput}, scale it down`,
    );
    return [height, width];
  }
  if (typeof size !== "number") return size;
  const shorter = Math.min(height, width);
  return [Math.floor((size * height) / shorter), Math.floor((size * width) / shorter)];
}

/** Where torchvision's `CenterCrop` cuts: half a pixel is rounded to the even one. */
function middleOf(size: readonly [number, number], crop: readonly [number, number]): Window {
  check(
    crop[0] <= size[0] && crop[1] <= size[1],
    () => `a crop of ${crop.join(" x ")} does not fit into the scaled image of ${size.join(" x ")}`,
  );
  check(
    crop[0] * crop[1] <= maximumPixels,
    () =>
      `an image would be scaled to ${crop.join(" x ")} pixels, more than the ${maximumPixels / 1e6} megapixels allowed`,
  );
  const [top, left] = size.map((whole, axis) => roundToEven((whole - crop[axis]!) / 2)) as [number, number];
  return { top, left, height: crop[0], width: crop[1] };
}

/** Of a whole number, or one and a half. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  return value === below || below % 2 === 0 ? below : below + 1;
}

/** Scales to 0..1, normalises each channel, and turns interleaved values into planes with a border. */
function normalize({ width, height, channels, data }: OpaqueImage, steps: ImagePreprocessing): NDArray {
  const pad = steps.pad ?? 0;
  const shape = [channels, height + 2 * pad, width + 2 * pad] as const;
  const planes = new Float32Array(shape[0] * shape[1] * shape[2]);
  for (let channel = 0; channel < channels; channel++) {
    const mean = steps.mean[channel]!;
    const deviation = steps.deviation[channel]!;
    const plane = planes.subarray(channel * shape[1] * shape[2], (channel + 1) * shape[1] * shape[2]);
    plane.fill(-mean / deviation);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = data[(y * width + x) * channels + channel]! / 255;
        plane[(y + pad) * shape[2] + x + pad] = (value - mean) / deviation;
      }
    }
  }
  return ndarray(planes, shape);
}

/** Whether the median brightness of the outermost pixels is in the upper half: dark strokes on light paper. */
function hasBrightBorder(image: OpaqueImage): boolean {
  const { width, height, data } = toChannels(image, 1);
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) border.push(data[y * width + x]!);
  }
  return border.toSorted((a, b) => a - b)[border.length >> 1]! > 127;
}

function invert(image: OpaqueImage): OpaqueImage {
  return { ...image, data: Uint8Array.from(image.data, (value) => 255 - value) };
}
