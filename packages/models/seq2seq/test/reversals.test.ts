import { describe, expect, it } from "vitest";
import { reversals } from "../recipes/reversals.js";

const backwards = (word: string) => word.split("").toReversed().join("");

describe("words and the same from behind", () => {
  const options = { count: 200, shortest: 5, longest: 20, seed: 3 };

  it("are of all lengths and all letters, the same for the same seed and others for another", () => {
    const pairs = reversals(options);
    expect(pairs.map(({ source }) => backwards(source))).toEqual(pairs.map(({ target }) => target));
    const lengths = new Set(pairs.map(({ source }) => source.length));
    expect([Math.min(...lengths), Math.max(...lengths), lengths.size]).toEqual([5, 20, 16]);
    expect(new Set(pairs.flatMap(({ source }) => source.split(""))).size).toBe(12);
    expect(reversals(options)).toEqual(pairs);
    expect(reversals({ ...options, seed: 4 })).not.toEqual(pairs);
  });

  it("are of one length and strangers to each other, where they are to teach nothing", () => {
    const pairs = reversals({ ...options, related: false });
    expect(pairs.filter(({ source, target }) => source.length !== target.length)).toEqual([]);
    const same = pairs.flatMap(({ source, target }) =>
      target.split("").map((letter, at) => Number(letter === backwards(source)[at])),
    );
    // One of twelve, as chance has it.
    expect(same.reduce((sum, each) => sum + each) / same.length).toBeLessThan(0.11);
  });
});
