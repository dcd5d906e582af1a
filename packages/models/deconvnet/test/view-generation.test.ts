import {
  Block,
  float32,
  Linear,
  matMul,
  mul,
  ndarray,
  referenceBackend,
  reshape,
  tensor,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { forward, openVariant } from "@blockzoo/family";
import { describe, expect, test } from "vitest";
import { viewGeneration } from "../src/view-generation/index.js";

/** Two pixels in colour: what a style says, times the cosine of the second angle. */
class Flags extends Block {
  readonly colours = new Linear(2, 6, { bias: false });

  forward(style: Tensor, view: Tensor): Tensor {
    const cosine = matMul(view, tensor(ndarray([[0], [0], [0], [1]])));
    return reshape(mul(this.colours.forward(style), cosine), ["N", 3, 1, 2]);
  }
}

/** Of "low" red and blue, of "high" green and above all bounds, below them and one half. */
const weights: StateDict = new Map([
  [
    "colours.weight",
    ndarray([
      [1, 0],
      [0, 2],
      [0, 1],
      [0, -1],
      [0, 0],
      [1, 0.5],
    ]),
  ],
]);

const variant = {
  summary: "two pixels",
  create: () => new Flags(),
  task: viewGeneration(),
  graphs: forward({ style: float32("N", 2), view: float32("N", 4) }, "image"),
  params: 12,
};
const meaning = { styles: ["low", "high"], angles: ["azimuth", "elevation"] };

const load = async () =>
  (await openVariant({ variant, weights, meaning, source: "test:weights", backend: referenceBackend() })).use;

describe("generate", () => {
  test("gives the pixels of a style, within bounds", async () => {
    const generator = await load();
    expect(generator).toMatchObject({ styles: ["low", "high"], angles: ["azimuth", "elevation"] });
    const { data, ...size } = await generator.generate({ style: "low" });
    expect(size).toEqual({ width: 2, height: 1, channels: 3 });
    expect([...data]).toEqual([255, 0, 0, 0, 0, 255]);
    expect([...(await generator.generate({ style: "high" })).data]).toEqual([0, 255, 0, 255, 0, 128]);
  });

  test("mixes styles, and sees them from angles in degrees", async () => {
    const generator = await load();
    const mixed = await generator.generate({ style: { low: 0.4, high: 0.8 }, view: { elevation: -60, azimuth: 200 } });
    expect([...mixed.data]).toEqual([51, 102, 0, 204, 0, 102]);
  });

  test("refuses what there is not", async () => {
    const generator = await load();
    await expect(generator.generate({ style: "middle" })).rejects.toThrow('no style "middle": there are low, high');
    const view = { roll: 3 };
    await expect(generator.generate({ style: "low", view })).rejects.toThrow(
      'no angle "roll": there are azimuth, elevation',
    );
    await expect(generator.generate({ style: "low", view: { azimuth: Number.NaN } })).rejects.toThrow(
      'the angle "azimuth" must be a number, got NaN',
    );
  });
});

test("weights name styles and angles", () => {
  expect(() => variant.task.parseMeaning({ styles: ["3"] }, "flags.one")).toThrow(
    "flags.one: angles: expected a list of texts, found nothing",
  );
});
