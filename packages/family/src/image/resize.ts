import type { OpaqueImage } from "./raw-image.js";

/** Bits behind the binary point of the weights: 8 for the pixel and 2 of headroom are left of an int32. */
const precision = 32 - 8 - 2;

/** For each output position the first input position it sees, and the weights from there on, in fixed point. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Int32Array[];
}

/**
 * Scales an image bilinearly with antialiasing: the triangle filter covers all input pixels of an output pixel when
 * shrinking. The arithmetic is PIL's for 8-bit images (`Image.resize(size, BILINEAR)`, hence torchvision's `Resize` on
 * PIL images), in fixed point and rounded after the horizontal pass, so the results are equal to the bit.
 */
export function resize(image: OpaqueImage, [height, width]: readonly [number, number]): OpaqueImage {
  const wide = image.width === width ? image : resizeRows(image, width);
  return wide.height === height ? wide : resizeColumns(wide, height);
}

function resizeRows(image: OpaqueImage, width: number): OpaqueImage {
  const { channels, height, data } = image;
  const taps = triangleTaps(image.width, width);
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

function resizeColumns(image: OpaqueImage, height: number): OpaqueImage {
  const { channels, width, data } = image;
  const taps = triangleTaps(image.height, height);
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

function triangleTaps(from: number, to: number): Taps {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const first = new Int32Array(to);
  const weights = Array.from(first, (_, position) => {
    const centre = (position + 0.5) * scale;
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
