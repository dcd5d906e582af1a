/** Conversions between float32 and the two 16-bit formats of weight files. */

/** Both views of four bytes. */
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The values of IEEE 754 binary16 numbers; every one is exact in float32. */
export function widenFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let index = 0; index < halves.length; index++) values[index] = widenHalf(halves[index]!);
  return values;
}

/** The values of bfloat16 numbers, which are the upper halves of float32 ones. */
export function widenBfloat16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) words[index] = halves[index]! << 16;
  return new Float32Array(words.buffer);
}

/**
 * Float32 numbers as IEEE 754 binary16, rounded to nearest with ties to even. Magnitudes from 65520 on, which would round
 * to 65536, become infinite.
 */
export function narrowFloat16(values: ArrayLike<number>): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) halves[index] = narrowHalf(values[index]!);
  return halves;
}

function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const magnitude = half & 0x7fff;
  if (magnitude < 0x0400) {
    // Zero and subnormal numbers are multiples of 2^-24.
    return (sign === 0 ? 1 : -1) * magnitude * 2 ** -24;
  }
  // Exponents are biased by 127 instead of 15; the largest one, infinity and NaN, stays the largest.
  const rebias = magnitude >= 0x7c00 ? (255 - 31) << 23 : (127 - 15) << 23;
  bits[0] = sign | ((magnitude << 13) + rebias);
  return float[0]!;
}

function narrowHalf(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | roundTiesToEven(Math.abs(float[0]) * 2 ** 24);
  // The 13 bits that are dropped round the rest; a carry into the exponent is right as it is.
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - ((127 - 15) << 23) + 0xfff + odd) >>> 13);
}

function roundTiesToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
