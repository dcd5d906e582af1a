import {
  compose,
  constantSchedule,
  cosineSchedule,
  linearWarmup,
  oneCycle,
  stepSchedule,
  type Schedule,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import golden from "./golden/optimizers.json" with { type: "json" };
import { expectClose } from "./support.js";

const factors = (schedule: Schedule, total: number) =>
  Array.from({ length: total }, (_, step) => schedule(step, total));

describe("schedules", () => {
  it.each([
    ["StepLR", stepSchedule({ every: 7, gamma: 0.5 }), golden.schedules.step],
    ["MultiStepLR", stepSchedule({ every: [5, 9, 20] }), golden.schedules.multiStep],
    ["CosineAnnealingLR", cosineSchedule({ floor: 0.1 }), golden.schedules.cosine],
    ["OneCycleLR", oneCycle(), golden.schedules.oneCycle],
  ] as const)("follows PyTorch's %s", (_, schedule, expected) => {
    expectClose(factors(schedule, expected.length), expected, 1e-12);
  });

  it("warms up in a line, and composes by product", () => {
    expect(factors(linearWarmup({ steps: 4 }), 6)).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
    expect(factors(compose(linearWarmup({ steps: 2, start: 0.5 }), constantSchedule(0.5)), 3)).toEqual([
      0.25, 0.375, 0.5,
    ]);
  });

  it("is finite for runs of any length", () => {
    for (let total = 1; total < 12; total++) {
      expect(factors(compose(oneCycle(), cosineSchedule()), total).every(Number.isFinite)).toBe(true);
    }
  });
});
