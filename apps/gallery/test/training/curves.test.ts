import { describe, expect, it } from "vitest";
import type { RaceNews } from "../../src/laboratory/training/news.js";
import { Curves } from "../../src/training/curves.js";

type Points = RaceNews["points"][string];

function news(points: Readonly<Record<string, Points>>): RaceNews {
  const lanes = Object.keys(points).map((name) => ({
    name,
    phase: "going" as const,
    step: 0,
    totalSteps: undefined,
    metrics: undefined,
    stepsPerSecond: undefined,
    problem: undefined,
  }));
  return { state: { phase: "going", lanes, adjustment: {} }, points };
}

describe("curves of a training", () => {
  it("grow, begin anew, and end with their lane", () => {
    const curves = new Curves();
    const first = [
      { step: 1, loss: 4 },
      { step: 2, loss: 2, metrics: { accuracy: 0.5 } },
    ];
    curves.add(news({ main: { from: 0, points: first }, linear: { from: 0, points: [{ step: 1, loss: 3 }] } }));
    curves.add(news({ main: { from: 2, points: [{ step: 3, loss: 1 }] }, linear: { from: 1, points: [] } }));
    expect(curves.of("main")!.loss).toEqual([4, 2, 1]);
    expect(curves.of("main")!.metrics.get("accuracy")).toEqual([null, 0.5]);
    expect(curves.of("linear")!.loss).toEqual([3]);
    curves.add(news({ main: { from: 0, points: [{ step: 1, loss: 5 }] } }));
    expect(curves.of("main")!.loss).toEqual([5]);
    expect(curves.of("linear")).toBeUndefined();
  });

  it("are smooth: the mean at first, then what was lately", () => {
    const curves = new Curves();
    const noisy = Array.from({ length: 400 }, (_, index) => ({ step: index + 1, loss: index % 2 }));
    curves.add(news({ main: { from: 0, points: noisy } }));
    const { smoothLoss } = curves.of("main")!;
    expect(smoothLoss.slice(0, 4)).toEqual([0, 0.5, expect.closeTo(1 / 3, 12), 0.5]);
    for (const value of smoothLoss.slice(20)) expect(Math.abs(value! - 0.5)).toBeLessThan(0.05);
  });

  it("say whether a run was changed by hand", () => {
    const curves = new Curves();
    curves.add(news({ main: { from: 0, points: [{ step: 1 }] } }));
    expect(curves.of("main")!.isAdjusted).toBe(false);
    curves.add(news({ main: { from: 1, points: [{ step: 2, adjustment: { batchSize: 8 } }] } }));
    expect(curves.of("main")!.isAdjusted).toBe(true);
    expect(curves.of("main")!.loss).toEqual([null, null]);
  });
});
