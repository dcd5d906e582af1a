import { splitTextPairs, type TextPair } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";

/** 40 sources, each written in three ways. */
const pairs: readonly TextPair[] = Array.from({ length: 120 }, (_, index) => {
  const word = `Palabra${index % 40}`;
  return { source: [`${word}.`, `¡${word.toUpperCase()}!`, word][Math.floor(index / 40)]!, target: String(index) };
});

describe("splitTextPairs", () => {
  it("holds out all ways of writing a source, and loses nothing", () => {
    const { train, test } = splitTextPairs(pairs, { heldOut: 7, seed: 3 });
    expect(test).toHaveLength(21);
    expect([...train, ...test].toSorted((a, b) => Number(a.target) - Number(b.target))).toEqual(pairs);
    const letters = (part: readonly TextPair[]) =>
      new Set(part.map(({ source }) => source.toLowerCase().replaceAll(/[^a-z0-9]/g, "")));
    expect(letters(test).size).toBe(7);
    expect([...letters(train)].filter((source) => letters(test).has(source))).toEqual([]);
  });

  it("gives the same for one seed, and others for another", () => {
    const held = (seed: number) => splitTextPairs(pairs, { heldOut: 7, seed }).test.map(({ target }) => target);
    expect(held(0)).toEqual(held(0));
    expect(held(0)).not.toEqual(held(1));
  });

  it("tells texts of signs alone apart", () => {
    const signs = ["?", "!", "..."].map((source) => ({ source, target: "x" }));
    expect(splitTextPairs(signs, { heldOut: 1 }).test).toHaveLength(1);
  });

  it("keeps some to learn from", () => {
    expect(() => splitTextPairs(pairs, { heldOut: 40 })).toThrow("cannot hold out 40 sources of 40");
    expect(() => splitTextPairs(pairs, { heldOut: 0 })).toThrow("cannot hold out 0");
  });
});
