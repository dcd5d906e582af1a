import type { OpaqueImage } from "./raw-image.js";

/** Bits behind the binary point of the weights: 8 for the pixel and 2 of headroom are left of an int32. */
const precision = 32 - 8 - 2;

/** For each output position the first input position it sees, and the weights from there on, in fixed point. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Int32Array[];
}

/** A rectangle within an image. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Scales an image bilinearly with antialiasing: the triangle filter covers all input pixels of an output pixel when
 * shrinking. The arithmetic is PIL's for 8-bit images (`Image.resize(size, BILINEAR)`, hence torchvision's `Resize` on
 * PIL images), in fixed point and rounded after the horizontal pass, so the results are equal to the bit.
 *
 * @param window the part of the scaled image that is made; nothing else is computed or takes memory. Default: all of it
 */
export function resize(
  image: OpaqueImage,
  [height, width]: readonly [number, number],
  window: Window = { top: 0, left: 0, height, width },
): OpaqueImage {
  const across = triangleTaps(image.width / width, image.width, window.left, window.width);
  const down = triangleTaps(image.height / height, image.height, window.top, window.height);
  const { first, weights } = down;
  const [start, end] = [first[0]!, first.at(-1)! + weights.at(-1)!.length];
  const wide = resizeRows(rowsOf(image, start, end), across);
  return resizeColumns(wide, { first: first.map((row) => row - start), weights });
}

function rowsOf(image: OpaqueImage, start: number, end: number): OpaqueImage {
  const row = image.width * image.channels;
  return { ...image, height: end - start, data: image.data.subarray(start * row, end * row) };
}

function resizeRows(image: OpaqueImage, taps: Taps): OpaqueImage {
  const { channels, height, data } = image;
  const width = taps.first.length;
  const scaled = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const source = (y * image.width + taps.first[x]!) * channels;
      const target = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        scaled[target + channel] = weighted(data, source + channel, channels, taps.weights[x]!);
      }
    }
  }
  return { width, height, channels, data: scaled };
}

function resizeColumns(image: OpaqueImage, taps: Taps): OpaqueImage {
  const { channels, width, data } = image;
  const height = taps.first.length;
  const row = width * channels;
  const scaled = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const source = taps.first[y]! * row;
    for (let x = 0; x < row; x++) scaled[y * row + x] = weighted(data, source + x, row, taps.weights[y]!);
  }
  return { width, height, channels, data: scaled };
}

function weighted(data: OpaqueImage["data"], start: number, step: number, weights: Int32Array): number {
  let sum = 1 << (precision - 1);
  for (let tap = 0; tap < weights.length; tap++) sum += data[start + tap * step]! * weights[tap]!;
  return Math.min(255, Math.max(0, sum >> precision));
}

/** What `count` positions from `begin` on see of `from` input positions, of which `scale` become one. */
function triangleTaps(scale: number, from: number, begin: number, count: number): Taps {
  const support = Math.max(scale, 1);
  const first = new Int32Array(count);
  const weights = Array.from(first, (_, position) => {
    const centre = (begin + position + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    first[position] = start;
    const shares = Array.from({ length: end - start }, (_tap, tap) => triangle((start + tap - centre + 0.5) / support));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return Int32Array.from(shares, (share) => Math.trunc(0.5 + (share / total) * (1 << precision)));
  });
  return { first, weights };
}

function triangle(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}
