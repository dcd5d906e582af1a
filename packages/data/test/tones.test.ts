import { describe, expect, it } from "vitest";
import { tones } from "../src/index.js";

describe("tones", () => {
  it("sound for 2 to 5 steps, with silence around them, loudest in the channel of their number", () => {
    const melodies = tones({ count: 50, noise: 0, seed: 3 });
    for (let sample = 0; sample < melodies.size; sample++) {
      const { x, xLengths, y, yLengths } = melodies.gather([sample]);
      const frames = Array.from({ length: xLengths!.data[0]! }, (_, step) => [
        ...x!.data.subarray(8 * step, 8 * step + 8),
      ]);
      const heard = frames.map((frame) => (Math.max(...frame) === 0 ? 0 : frame.indexOf(3)));
      const runs = heard.join("").match(/(\d)\1*/g)!;
      expect(runs.filter((run) => run[0] === "0").every(({ length }) => length >= 1 && length <= 3)).toBe(true);
      expect(runs.filter((run) => run[0] !== "0").every(({ length }) => length >= 2 && length <= 5)).toBe(true);
      expect(runs.map((run) => run[0] === "0")).toEqual(runs.map((_, index) => index % 2 === 0));
      const labels = [...y!.data.subarray(0, yLengths!.data[0])];
      expect(runs.flatMap((run) => (run[0] === "0" ? [] : [Number(run[0])]))).toEqual(labels);
      expect(labels.length).toBeGreaterThanOrEqual(3);
      expect(frames.find((frame) => frame[3] === 3) ?? [0, 0, 1, 3, 1, 0, 0, 0]).toEqual([0, 0, 1, 3, 1, 0, 0, 0]);
    }
  });

  it("are drawn sample by sample: a larger set begins with the smaller", () => {
    const [few, many] = [tones({ count: 3, seed: 1 }), tones({ count: 9, seed: 1 })];
    const padTo = { x: 70, y: 7 };
    expect(few.gather([0, 1, 2], { padTo })).toEqual(many.gather([0, 1, 2], { padTo }));
    expect(few.gather([0], { padTo })).not.toEqual(tones({ count: 3, seed: 2 }).gather([0], { padTo }));
  });

  it("refuse a count that is none", () => {
    expect(() => tones({ count: 0 })).toThrow("tones: count must be a positive whole number, found 0");
  });
});
