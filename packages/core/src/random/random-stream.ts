import { check } from "../errors.js";
import { philox4x32 } from "./philox.js";
import { streamKey } from "./stream-key.js";

/** The arrays that a stream fills. */
export type FloatArray = Float32Array | Float64Array;

/** How many words are drawn at once to fill an array: more would not stay in the processor's nearest cache. */
const chunk = 1024;

/** Words as angles and as numbers in [0, 1]. */
const perWord = 2 ** -32;

/**
 * A reproducible sequence of random numbers, keyed by a seed and a path. Streams with different paths are independent,
 * and drawing from one moves no number of another.
 *
 * The same calls in the same order give the same numbers to the bit; normal numbers go through the engine's `Math.log`,
 * `Math.sin` and `Math.cos`, whose last bit may differ between JavaScript engines.
 *
 * @example
 * const stream = new RandomStream(7, "dropout", "features.3", step);
 * stream.uniform();                             // 0 <= x < 1
 * stream.fillNormal(new Float32Array(1000), 0, 0.02);
 */
export class RandomStream {
  readonly #key: Uint32Array;
  readonly #counter = new Uint32Array(4);
  readonly #block = new Uint32Array(4);
  /** How many words of the block are used up. */
  #used = 4;
  /** The second number of the last Box-Muller pair. */
  #spare: number | undefined;

  /**
   * @param seed an integer up to 2^53 - 1 in magnitude
   * @param path names the stream: `"dropout", blockPath, step`
   */
  constructor(seed: number, ...path: (string | number)[]) {
    this.#key = streamKey(seed, path);
  }

  /**
   * A number in `[low, high)`, by default in `[0, 1)`: a multiple of 2^-24, exact in float32. Other bounds are computed in
   * double precision.
   */
  uniform(low = 0, high = 1): number {
    return low + (this.#word() >>> 8) * 2 ** -24 * (high - low);
  }

  /**
   * A number from the normal distribution, standard by default.
   *
   * G. E. P. Box, M. E. Muller, "A Note on the Generation of Random Normal Deviates", 1958.
   */
  normal(mean = 0, deviation = 1): number {
    const standard = this.#spare;
    if (standard !== undefined) {
      this.#spare = undefined;
      return mean + deviation * standard;
    }
    const radius = radiusOf(this.#word());
    const angle = angleOf(this.#word());
    this.#spare = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  }

  /** One of the integers `0 .. below - 1`, each with the same probability; `below` is at most 2^32. */
  integer(below: number): number {
    check(
      Number.isInteger(below) && below >= 1 && below <= 0x1_0000_0000,
      () => `RandomStream.integer: the bound must be an integer from 1 to 2^32, found ${below}`,
    );
    // Words past the largest multiple of `below` would favour the small remainders.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % below);
    let word = this.#word();
    while (word >= limit) word = this.#word();
    return word % below;
  }

  /** Fills the array with {@link uniform} numbers, rounded to its precision, and returns it. */
  fillUniform<A extends FloatArray>(array: A, low = 0, high = 1): A {
    this.#inChunks(array.length, (words, from) => {
      for (let index = 0; index < words.length; index++) {
        array[from + index] = low + (words[index]! >>> 8) * 2 ** -24 * (high - low);
      }
    });
    return array;
  }

  /** Fills the array with {@link normal} numbers, rounded to its precision, and returns it. */
  fillNormal<A extends FloatArray>(array: A, mean = 0, deviation = 1): A {
    const start = this.#spare !== undefined && array.length > 0 ? 1 : 0;
    if (start === 1) array[0] = this.normal(mean, deviation);
    const pairs = (array.length - start) >> 1;
    this.#inChunks(2 * pairs, (words, from) => {
      for (let index = 0; index < words.length; index += 2) {
        const radius = radiusOf(words[index]!);
        const angle = angleOf(words[index + 1]!);
        array[start + from + index] = mean + deviation * radius * Math.cos(angle);
        array[start + from + index + 1] = mean + deviation * (radius * Math.sin(angle));
      }
    });
    if (start + 2 * pairs < array.length) array[array.length - 1] = this.normal(mean, deviation);
    return array;
  }

  /** The integers `0 .. count - 1` in random order, all orders being equally likely (Fisher and Yates). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const value = order[last]!;
      order[last] = order[other]!;
      order[other] = value;
    }
    return order;
  }

  #word(): number {
    if (this.#used === 4) this.#drawBlocks(this.#block);
    return this.#block[this.#used++]!;
  }

  /** Hands out the next words, an even number at once. */
  #inChunks(count: number, use: (words: Uint32Array, from: number) => void): void {
    const buffer = new Uint32Array(Math.min(count, chunk));
    for (let from = 0; from < count; from += chunk) {
      const words = buffer.subarray(0, count - from);
      let at = 0;
      while (this.#used < 4 && at < words.length) words[at++] = this.#word();
      const end = words.length - ((words.length - at) % 4);
      if (end > at) this.#drawBlocks(words.subarray(at, end));
      for (at = end; at < words.length; at++) words[at] = this.#word();
      use(words, from);
    }
  }

  /** Fills with the next whole blocks; what is left of the present one must be used up. 64 bits of counter: 2^66 words. */
  #drawBlocks(words: Uint32Array): void {
    philox4x32(this.#counter, this.#key, words);
    const blocks = words.length / 4;
    this.#counter[0]! += blocks;
    if (this.#counter[0]! < blocks) this.#counter[1]!++;
    this.#used = words === this.#block ? 0 : 4;
  }
}

/** The length of a Box-Muller pair, from a uniform number in (0, 1], for its logarithm. */
function radiusOf(word: number): number {
  return Math.sqrt(-2 * Math.log((word + 1) * perWord));
}

function angleOf(word: number): number {
  return 2 * Math.PI * perWord * word;
}
