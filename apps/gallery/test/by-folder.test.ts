import { describe, expect, it } from "vitest";
import { byFolder } from "../src/teach/by-folder.js";
import { whyNotYet } from "../src/teach/use-lesson.js";
import { isHeldOut } from "../src/teach/program/taught-network.mjs";
import type { TaughtClass } from "../src/teach/sample.js";

const placed = (path: string) => ({ path, file: new File([], path.split("/").at(-1)!) });

describe("files that are dropped", () => {
  it("belong to the class of their folder", () => {
    const classes = byFolder(["pets/cats/1.png", "pets/cats/2.png", "/dogs/1.png"].map(placed));
    expect([...classes].map(([name, files]) => [name, files.length])).toEqual([
      ["cats", 2],
      ["dogs", 1],
    ]);
  });

  it("are left out where they lie in no folder, or are hidden", () => {
    expect(byFolder(["1.png", "cats/.DS_Store", ".git/1.png"].map(placed)).size).toBe(0);
  });
});

describe("a lesson", () => {
  const taught = (name: string, count: number): TaughtClass => ({
    id: 0,
    name,
    samples: Array.from({ length: count }, (_, id) => ({ id, file: new Blob() })),
  });

  it("takes two classes of different names with five samples each", () => {
    expect(whyNotYet([taught("a", 5)])).toMatch(/two classes/);
    expect(whyNotYet([taught("a", 5), taught("a ", 5)])).toMatch(/one name/);
    expect(whyNotYet([taught("a", 5), taught("b", 4)])).toBe("“b” has 4 of the 5 samples that it takes at least.");
    expect(whyNotYet([taught("a", 5), taught("b", 9)])).toBeUndefined();
  });

  it("holds out what was taken last, a fifth of each class", () => {
    const heldOut = (count: number) =>
      Array.from({ length: count }, (_, at) => at).filter((at) => isHeldOut(at, count));
    expect(heldOut(5)).toEqual([4]);
    expect(heldOut(9)).toEqual([8]);
    expect(heldOut(30)).toEqual([24, 25, 26, 27, 28, 29]);
  });
});
