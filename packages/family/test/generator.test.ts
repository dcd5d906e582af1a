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
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineFamily, interfaceFrom, taskOf, type Generator, type Segmenter, type Variant } from "../src/index.js";

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

const variant: Variant = {
  summary: "two pixels",
  create: () => new Flags(),
  input: { style: float32("N", 2), view: float32("N", 4) },
  output: "image",
  params: 12,
};

const load = () =>
  interfaceFrom("image-generation", {
    variant,
    weights,
    entry: {
      preprocessing: { kind: "view", styles: ["low", "high"], angles: ["azimuth", "elevation"] },
      labels: ["red", "green", "blue"],
      url: new URL("test:weights"),
    },
    backend: referenceBackend(),
  });

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

describe("a family with variants of another task", () => {
  const entry = {
    url: new URL("test:weights"),
    sha256: "0".repeat(64),
    size: 1,
    metrics: {},
    gate: { metric: "mse" },
    recipe: { id: "", hash: "" },
    labels: [],
    licence: "MIT",
  };
  const maps = { kind: "image", channels: 1, mean: [0], deviation: [1] } as const;
  const flags = { kind: "view", styles: ["low"], angles: [] } as const;
  const familyOf = (preprocessing: typeof maps | typeof flags) =>
    defineFamily({
      name: "mixed",
      title: "Mixed",
      papers: [],
      task: "image-segmentation",
      otherTasks: { flags: "image-generation" },
      variants: { maps: variant, flags: variant },
      weights: {
        "maps.one": { ...entry, variant: "maps", preprocessing: maps },
        "flags.one": { ...entry, variant: "flags", preprocessing },
      },
      recipes: async () => ({ recipes: [] }),
    });

  test("gives the interface that belongs to the variant", () => {
    const family = familyOf(flags);
    expect(["maps", "flags", "maps.one", "flags.one"].map((name) => taskOf(family, name))).toEqual([
      "image-segmentation",
      "image-generation",
      "image-segmentation",
      "image-generation",
    ]);
    const [asMaps, asFlags] = [
      () => family.load("maps.one", { backend: referenceBackend() }),
      () => family.load("flags.one", { backend: referenceBackend() }),
    ];
    expectTypeOf(asMaps).returns.resolves.toEqualTypeOf<Segmenter>();
    expectTypeOf(asFlags).returns.resolves.toEqualTypeOf<Generator>();
  });

  test("refuses weights that take the inputs of another task", () => {
    expect(() => familyOf(maps)).toThrow(
      'mixed: the weights "flags.one" take an input of kind "image", but the task of flags is image-generation',
    );
  });
});
