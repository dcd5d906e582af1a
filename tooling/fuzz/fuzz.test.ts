import { describe, expect, it } from "vitest";
import { formats, isWhole, type FormatName } from "./formats.js";
import { fuzz, makeInput } from "./fuzz.js";

// A short slice; `npx pnpm fuzz` is the long run, recorded in docs/robustness.md.
describe.each(Object.keys(formats) as FormatName[])("%s", (format) => {
  it("reads its good files", async () => {
    const { seeds, read } = formats[format];
    for (const seed of seeds) expect((await read(seed.slice())).every(isWhole)).toBe(true);
  });

  it("reads or refuses each of 500 mutated files", { timeout: 60_000 }, async () => {
    const { crashes, read, refused } = await fuzz({ format, inputs: 500, seed: 1 });
    expect(crashes).toEqual([]);
    // Mutations that change nothing, or everything, would try nothing.
    expect(read).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(100);
  });

  it("makes the same input again", () => {
    expect(makeInput(format, { seed: 3, index: 5 })).toEqual(makeInput(format, { seed: 3, index: 5 }));
    expect(makeInput(format, { seed: 3, index: 5 })).not.toEqual(makeInput(format, { seed: 3, index: 6 }));
  });
});
