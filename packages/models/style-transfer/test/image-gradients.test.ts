// The gradient of a loss with respect to pixels, against differences of the loss itself, both in double precision.
import { ndarray, RandomStream, referenceBackend, toFloat64, type NDArray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { pictureObjective, type PictureObjective } from "../src/optimization/picture-objective.js";
import { stylizeLoss } from "../src/optimization/stylize-loss.js";
import { feedsOf, targetsOf } from "../src/optimization/targets.js";
import { randomTrunk } from "./painting.js";

const backend = referenceBackend({ float64: true });
const noise = (stream: string): NDArray =>
  ndarray(new RandomStream(5, stream).fillUniform(new Float64Array(3 * 12 * 12)), [1, 3, 12, 12]);

/** Pixels of all channels, at corners, edges and in the middle. */
const looked = [0, 5, 11, 67, 143, 144 + 77, 2 * 144 + 1, 3 * 144 - 1];

async function expectRight({ objective, start }: PictureObjective): Promise<void> {
  const { gradient } = await objective(start);
  const size = Math.max(...Array.from(gradient, Math.abs));
  expect(size).toBeGreaterThan(0);
  const h = 1e-5;
  for (const pixel of looked) {
    const at = async (by: number) =>
      (await objective(start.map((value, index) => value + (index === pixel ? by : 0)))).value;
    const difference = ((await at(h)) - (await at(-h))) / (2 * h);
    expect(Math.abs(gradient[pixel]! - difference)).toBeLessThanOrEqual(1e-6 * size);
  }
}

describe("the gradient of a picture's loss", () => {
  const { trunk, weights } = randomTrunk([3, 4, 5]);
  const doubles = new Map([...weights].map(([name, value]) => [name, toFloat64(value)]));

  it.each([
    ["content alone", { contentWeight: 1, styleWeight: 0, smoothness: 0 }],
    ["style alone", { contentWeight: 0, styleWeight: 1, smoothness: 0 }],
    ["both, and smoothness", { contentWeight: 0.3, styleWeight: 1, smoothness: 0.7 }],
  ])("of %s is that of its differences", async (_, shares) => {
    const settings = { trunk, weights: doubles, layers: trunk.layers!, backend, ...shares };
    const targets = await targetsOf({ content: noise("content"), style: noise("style") }, settings);
    await expectRight(
      await pictureObjective({
        start: noise("start"),
        network: trunk,
        weights: doubles,
        loss: stylizeLoss(settings, targets),
        targets: feedsOf(targets),
        backend,
      }),
    );
  });
});
