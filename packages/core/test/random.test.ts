import { describe, expect, it } from "vitest";
import { BlockzooError } from "../src/errors.js";
import { ndarray } from "../src/ndarray.js";
import * as random from "../src/random/index.js";
import { fnv1a64 } from "../src/random/stream-key.js";

const { RandomStream } = random;

describe("philox4x32", () => {
  // kat_vectors of Random123: "philox4x32 10 <counter> <key> <expected>".
  it.each([
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("maps counter %s with key %s to %s", (counter, key, expected) => {
    const output = new Uint32Array(4);
    random.philox4x32(words(counter), words(key), output);
    expect(output).toEqual(words(expected));
  });

  it("maps consecutive counters at once, over the end of the lower word", () => {
    const key = Uint32Array.of(3, 4);
    const many = new Uint32Array(16);
    random.philox4x32(Uint32Array.of(0xfffffffe, 7, 1, 2), key, many);
    const counters = [0xfffffffe, 0xffffffff, 0, 1].map((low, index) => [low, index < 2 ? 7 : 8, 1, 2]);
    const single = counters.flatMap((counter) => {
      const output = new Uint32Array(4);
      random.philox4x32(Uint32Array.from(counter), key, output);
      return [...output];
    });
    expect([...many]).toEqual(single);
  });
});

describe("the key of a stream", () => {
  // The test vectors of the FNV reference code.
  it.each([
    ["", "84222325 cbf29ce4"],
    ["a", "8601ec8c af63dc4c"],
    ["foobar", "f73967e8 85944171"],
  ])("hashes %j to %s (lower word first)", (text, expected) => {
    expect(fnv1a64(new TextEncoder().encode(text))).toEqual(words(expected));
  });

  it("tells apart paths that only join to the same text", () => {
    const first = (...path: (string | number)[]) => new RandomStream(1, ...path).uniform();
    const draws = [first(), first("a", "b"), first("ab"), first("a", "b", 0), first("1"), first(1), first("a.b")];
    expect(new Set(draws).size).toBe(draws.length);
    expect(first("a", "b")).toBe(draws[1]);
  });

  it("refuses a seed that is not an integer", () => {
    expect(() => new RandomStream(0.5)).toThrow(BlockzooError);
    expect(() => new RandomStream(1, Number.NaN)).toThrow(/found NaN/);
  });
});

describe("RandomStream", () => {
  it("gives the committed numbers for ever", () => {
    const stream = new RandomStream(42, "test");
    expect([stream.uniform(), stream.uniform()]).toEqual([0.5958658456802368, 0.8834229707717896]);
    expect([stream.integer(1000), stream.integer(1000)]).toEqual([166, 200]);
    // Box-Muller of the fifth and the sixth word: the last bit is the engine's.
    expect(stream.normal()).toBeCloseTo(0.9103163151392178, 14);
  });

  it("draws uniform numbers that float32 holds exactly", () => {
    const values = new RandomStream(0).fillUniform(new Float64Array(100_000));
    expect(values.every((value) => value === Math.fround(value))).toBe(true);
    const { mean, variance, minimum, maximum } = moments(values);
    expect(minimum).toBeGreaterThanOrEqual(0);
    expect(maximum).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it("draws normal numbers with the moments of the distribution", () => {
    const values = new RandomStream(1).fillNormal(new Float64Array(200_000), 3, 2);
    const { mean, variance } = moments(values);
    expect(mean).toBeCloseTo(3, 1);
    expect(variance / 4).toBeCloseTo(1, 1);
    const within = values.filter((value) => Math.abs(value - 3) < 2).length / values.length;
    expect(within).toBeCloseTo(0.6827, 2);
  });

  it("fills arrays of any length with what single calls give, wherever in a block of words it is", () => {
    const [one, all, lengths] = [new RandomStream(5), new RandomStream(5), new RandomStream(6)];
    for (let time = 0; time < 60; time++) {
      const length = lengths.integer(time % 10 === 0 ? 3000 : 12);
      const normal = Float64Array.from({ length }, () => one.normal(1, 3));
      expect(all.fillNormal(new Float64Array(length), 1, 3)).toEqual(normal);
      const uniform = Float64Array.from({ length: length + 1 }, () => one.uniform(-2, 5));
      expect(all.fillUniform(new Float64Array(length + 1), -2, 5)).toEqual(uniform);
    }
  });

  it("draws integers without bias", () => {
    const stream = new RandomStream(2);
    const counts = new Float64Array(6);
    for (let draw = 0; draw < 60_000; draw++) counts[stream.integer(6)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    // Two thirds of 2^32: without the rejection the lower half would come twice as often as the upper.
    const below = 2863311531;
    let lower = 0;
    for (let draw = 0; draw < 10_000; draw++) if (stream.integer(below) < below / 2) lower++;
    expect(Math.abs(lower - 5_000)).toBeLessThan(250);
    expect(() => stream.integer(0)).toThrow(BlockzooError);
  });

  it("permutes: every number once, every place equally likely", () => {
    expect(new RandomStream(3).permutation(1000).toSorted()).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i));
    expect(new RandomStream(3).permutation(0)).toHaveLength(0);
    const stream = new RandomStream(4);
    const orders = new Map<string, number>();
    for (let draw = 0; draw < 6_000; draw++) {
      const order = stream.permutation(3).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1_000)).toBeLessThan(130);
  });
});

describe("initializers", () => {
  // fanIn = 8*3*3 = 72, fanOut = 32*3*3 = 288
  const shape = [32, 8, 3, 3];
  const uniformVariance = (bound: number) => bound ** 2 / 3;
  it.each([
    ["uniform", random.uniform({ bound: 0.5 }), uniformVariance(0.5), 0.5],
    ["normal", random.normal({ deviation: 0.1 }), 0.01, Infinity],
    ["xavierUniform", random.xavierUniform(), 2 / 360, Math.sqrt(6 / 360)],
    ["xavierNormal", random.xavierNormal({ gain: 2 }), (4 * 2) / 360, Infinity],
    ["kaimingUniform", random.kaimingUniform({ mode: "fanOut" }), 2 / 288, Math.sqrt(6 / 288)],
    ["kaimingNormal", random.kaimingNormal(), 2 / 72, Infinity],
    ["fanInUniform", random.fanInUniform(), uniformVariance(1 / Math.sqrt(72)), 1 / Math.sqrt(72)],
  ])("%s has the variance and the bound of its formula", (_, initializer, variance, bound) => {
    const made = initializer(shape, new RandomStream(9, "weight"));
    expect(made).toMatchObject({ dtype: "float32", shape });
    const found = moments(made.data);
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.1);
    expect(Math.abs(found.mean)).toBeLessThan(4 * Math.sqrt(variance / made.data.length));
    expect(Math.max(found.maximum, -found.minimum)).toBeLessThanOrEqual(Math.fround(bound));
  });

  it("fills with constants and fixed values", () => {
    const stream = new RandomStream(0);
    expect(random.zeros()([2], stream).data).toEqual(Float32Array.of(0, 0));
    expect(random.ones()([2], stream).data).toEqual(Float32Array.of(1, 1));
    expect(random.constant(-2)([1, 2], stream)).toEqual(ndarray([[-2, -2]]));
    const fixed = ndarray([[1, 2]]);
    const made = random.values(fixed)([1, 2], stream);
    expect(made).toEqual(fixed);
    expect(made.data).not.toBe(fixed.data);
    expect(() => random.values(fixed)([2], stream)).toThrow("the parameter has shape [2], the given values have [1,2]");
  });

  it("needs two axes for fans", () => {
    expect(random.fans([10, 4])).toEqual({ fanIn: 4, fanOut: 10 });
    expect(() => random.xavierUniform()([10], new RandomStream(0))).toThrow(/found \[10\]/);
  });
});

function words(hex: string): Uint32Array {
  return Uint32Array.from(hex.split(" "), (word) => Number.parseInt(word, 16));
}

function moments(values: ArrayLike<number>): { mean: number; variance: number; minimum: number; maximum: number } {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
  const minimum = numbers.reduce((a, b) => Math.min(a, b));
  const maximum = numbers.reduce((a, b) => Math.max(a, b));
  return { mean, variance, minimum, maximum };
}
