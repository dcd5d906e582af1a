import { check } from "../errors.js";

/**
 * The 64-bit key of a stream, two words with the lowest first: FNV-1a of the JSON text of `[seed, ...path]`, so that
 * `["a", "b"]` and `["ab"]`, or `1` and `"1"`, are different streams.
 */
export function streamKey(seed: number, path: readonly (string | number)[]): Uint32Array {
  for (const part of [seed, ...path]) {
    check(
      typeof part === "string" || Number.isSafeInteger(part),
      () => `random stream: seeds and numbers in a path must be integers up to 2^53 - 1, found ${part}`,
    );
  }
  return fnv1a64(new TextEncoder().encode(JSON.stringify([seed, ...path])));
}

/**
 * FNV-1a with 64 bits, the lower word first (G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, RFC 9923).
 */
export function fnv1a64(bytes: Uint8Array): Uint32Array {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3; low * 0x1b3 stays below 2^41 and is exact as a double.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return Uint32Array.of(low, high);
}
