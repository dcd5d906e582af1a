import { describe, expect, it } from "vitest";
import { narrowFloat16, widenBfloat16, widenFloat16 } from "../src/half-precision.js";

const everyHalf = Uint16Array.from({ length: 0x10000 }, (_, half) => half);

describe("half precision", () => {
  it("widens all 65536 float16 numbers as IEEE 754 says", () => {
    const widened = widenFloat16(everyHalf);
    expect(everyHalf.findIndex((half) => !Object.is(widened[half], float16Value(half)))).toBe(-1);
  });

  it("narrows every float16 number to itself", () => {
    const narrowed = narrowFloat16(widenFloat16(everyHalf));
    const isNaN = (half: number) => (half & 0x7fff) > 0x7c00;
    expect(everyHalf.findIndex((half) => (isNaN(half) ? !isNaN(narrowed[half]!) : narrowed[half] !== half))).toBe(-1);
  });

  it("rounds to nearest, ties to even, between all neighbours", () => {
    const positive = widenFloat16(everyHalf.subarray(0, 0x7c00));
    const wrong: number[] = [];
    for (let half = 0; half + 1 < positive.length; half++) {
      const middle = (positive[half]! + positive[half + 1]!) / 2;
      const [below, tie, above] = narrowFloat16([nudge(middle, -1), middle, nudge(middle, 1)]);
      if (below !== half || above !== half + 1 || tie !== half + (half % 2)) wrong.push(half);
    }
    expect(wrong).toEqual([]);
    expect(narrowFloat16([65519.996, 65520, -1e30, 0, -0])).toEqual(Uint16Array.of(0x7bff, 0x7c00, 0xfc00, 0, 0x8000));
  });

  it("widens bfloat16", () => {
    expect(widenBfloat16(Uint16Array.of(0x3f80, 0xc040, 0x7f80, 0))).toEqual(Float32Array.of(1, -3, Infinity, 0));
  });
});

/** The definition: 1 bit of sign, 5 of exponent, 10 of fraction. */
function float16Value(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = (half & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

/** The next float32 number in the direction. */
function nudge(value: number, direction: 1 | -1): number {
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  bits[0]! += direction;
  return float[0]!;
}
