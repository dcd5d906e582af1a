import type { Gate, Recipe } from "@blockzoo/family";
import { describe, expect, it } from "vitest";
import { gateText, objections, type RecipeResults } from "./results.js";

const arm = (gate: Gate, more: Partial<Recipe> = {}) => ({ id: "deep", gate, ...more }) as Recipe;
const gate = { metric: "loss", atMost: 0.3, and: { metric: "accuracy", atLeast: 0.9 } } as const;
const recipe = arm(gate, {
  baselines: { plain: arm({ metric: "loss", atLeast: 1 }), shallow: arm({ metric: "loss", atMost: 1 }) },
  ratios: [
    { to: "shallow", atMost: 3 },
    { of: "plain", to: "shallow", atLeast: 5 },
  ],
});

function results(loss: number, accuracy: number, plain = 2): RecipeResults {
  const seeds = [0, 1, 2].map((seed) => ({
    seed,
    metrics: { loss, accuracy },
    baselines: { plain: { loss: plain }, shallow: { loss: 0.2 } },
  }));
  return { id: "deep", hash: "", seeds, command: "", machine: "" };
}

describe("objections", () => {
  it("there are none where all conditions hold", () => expect(objections(recipe, results(0.25, 0.95))).toEqual([]));

  it.each([
    [
      "a condition",
      results(0.4, 0.95),
      "seed 0: loss is 0.4, accuracy is 0.95, the gate is loss ≤ 0.3; accuracy ≥ 0.9",
    ],
    ["a further condition", results(0.25, 0.8), "seed 0: loss is 0.25, accuracy is 0.8, the gate is"],
    ["a baseline", results(0.25, 0.95, 0.99), "seed 0: the baseline plain: loss is 0.99, expected loss ≥ 1"],
    ["a ratio between baselines", results(0.25, 0.95, 0.99), "seed 0: plain has 4.95 times shallow, expected ≥ 5"],
    ["a ratio", results(0.61, 0.95), "seed 0: deep has 3.05 times shallow, expected ≤ 3"],
  ])("name %s that does not hold", (_, found, objection) => {
    expect(objections(recipe, found).some((each) => each.startsWith(objection))).toBe(true);
  });

  it("name a measurement that is not there", () => {
    const { seeds, ...rest } = results(0.25, 0.95);
    const without = seeds.map(({ metrics: { loss }, ...seed }) => ({ ...seed, metrics: { loss: loss! } }));
    expect(objections(recipe, { ...rest, seeds: without })).toHaveLength(3);
  });
});

it("a gate is written with all its conditions", () => expect(gateText(gate)).toBe("loss ≤ 0.3; accuracy ≥ 0.9"));
