import { float32, int32 } from "@blockzoo/core";
import { drawInputs } from "@blockzoo/family";
import { describe, expect, it } from "vitest";

describe("drawInputs", () => {
  it("draws lengths within the sequences that they are named after, and 0 and 1 for other whole numbers", () => {
    const types = { x: float32("N", "T", 3), xLengths: int32("N"), classes: int32("N"), yLengths: int32("N") };
    const drawn = drawInputs(types, { samples: 200, seed: 4, openSize: 6 });
    expect(drawn["x"]!.shape).toEqual([200, 6, 3]);
    const kinds = (name: string) => [...new Set(drawn[name]!.data)].toSorted((a, b) => a - b);
    expect(kinds("xLengths")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(kinds("classes")).toEqual([0, 1]);
    // There is no y.
    expect(kinds("yLengths")).toEqual([0, 1]);
    expect(drawInputs(types, { samples: 200, seed: 4, openSize: 6 })).toEqual(drawn);
  });
});
