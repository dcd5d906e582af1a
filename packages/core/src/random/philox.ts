/**
 * Philox4x32-10, a counter-based random number generator: block `n` of a stream is a keyed bijection of the number `n`,
 * so any block can be computed without those before it, and streams with different keys are independent.
 *
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, section 4.3.
 */

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
/** What is added to the key after each round: the golden ratio and the square root of 3, less 1. */
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/**
 * Writes the random words of consecutive counter values, four for each.
 *
 * @param counter four words of the first value, the lowest first; the lower two of them count
 * @param key two words, the lowest first
 * @param output receives the words, a multiple of four; may be `counter` itself
 */
export function philox4x32(counter: Uint32Array, key: Uint32Array, output: Uint32Array): void {
  // Read before anything is written, since the output may be the counter.
  const first0 = counter[0]!;
  const first1 = counter[1]!;
  const first2 = counter[2]!;
  const first3 = counter[3]!;
  for (let at = 0; at < output.length; at += 4) {
    const count = at >>> 2;
    let c0 = (first0 + count) >>> 0;
    let c1 = c0 < count ? first1 + 1 : first1;
    let c2 = first2;
    let c3 = first3;
    let k0 = key[0]! | 0;
    let k1 = key[1]! | 0;
    for (let round = 0; round < ROUNDS; round++) {
      const high0 = multiplyHigh(MULTIPLIER_0, c0);
      const high1 = multiplyHigh(MULTIPLIER_1, c2);
      const low0 = Math.imul(MULTIPLIER_0, c0);
      const low1 = Math.imul(MULTIPLIER_1, c2);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + WEYL_0) | 0;
      k1 = (k1 + WEYL_1) | 0;
    }
    output[at] = c0;
    output[at + 1] = c1;
    output[at + 2] = c2;
    output[at + 3] = c3;
  }
}

/**
 * The upper 32 bits of the 64-bit product of two unsigned words, from four products of 16-bit halves. Everything stays in
 * 32-bit integers, which the compiler keeps in registers.
 *
 * H. S. Warren, "Hacker's Delight", section 8-2: no sum of a product and a half is beyond 32 bits.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const lower = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (lower >>> 16)) | 0;
}
