import { describe, expect, it } from "vitest";
import { Pace } from "../src/demos/painting/pace.js";

/** Shows frames on a machine that takes so many milliseconds for a frame of 100 x 100; the sides that it went through. */
function film(pace: Pace, { frames, cost, from = 0 }: { frames: number; cost: number; from?: number }) {
  const sides: number[] = [];
  let now = from;
  for (let frame = 0; frame < frames; frame++) {
    now += cost * (pace.side / 100) ** 2;
    pace.show(now);
    if (sides.at(-1) !== pace.side) sides.push(pace.side);
  }
  return { sides, now };
}

describe("the pace of a film", () => {
  it("takes the largest frames that flow, and stays with them", () => {
    const pace = new Pace();
    const { now } = film(pace, { frames: 200, cost: 20 });
    const { sides } = film(pace, { frames: 200, cost: 20, from: now });
    // 256: 7.6 frames a second; 192: 13.6.
    expect(sides).toEqual([192]);
    expect(pace.rate).toBeCloseTo(1000 / (20 * 1.92 ** 2), 6);
  });

  it("takes the smallest where nothing flows, and says how slow that is", () => {
    const pace = new Pace();
    film(pace, { frames: 100, cost: 1000 });
    expect(pace.side).toBe(96);
    expect(pace.rate).toBeCloseTo(1 / 0.96 ** 2, 6);
  });

  it("goes on in smaller frames when the machine has other work, and back", () => {
    const pace = new Pace();
    const { now } = film(pace, { frames: 200, cost: 2 });
    expect(pace.side).toBe(512);
    const busy = film(pace, { frames: 200, cost: 20, from: now });
    expect(pace.side).toBe(192);
    film(pace, { frames: 200, cost: 2, from: busy.now });
    expect(pace.side).toBe(512);
  });

  it("knows no rate before two frames of a size were shown", () => {
    const pace = new Pace();
    expect(pace.rate).toBeUndefined();
    pace.show(1000);
    expect(pace.rate).toBeUndefined();
    pace.show(1500);
    expect(pace.rate).toBe(2);
  });
});
