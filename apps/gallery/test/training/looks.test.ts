// What a page shows of a network while it learns: filters, held-out samples, the plane.
import { Block, float32, Linear, ndarray, referenceBackend, type StateDict, type Tensor } from "@blockzoo/core";
import { arrayDataset, moons } from "@blockzoo/data";
import { forward, type Recipe, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { describe, expect, it } from "vitest";
import { firstFilters } from "../../src/laboratory/training/filters.js";
import { Looker } from "../../src/laboratory/training/looks.js";
import { lookAtPlane, planePoints } from "../../src/laboratory/training/plane.js";

const pixel = ({ data }: { readonly data: Uint8ClampedArray }, index: number) => [
  ...data.subarray(4 * index, 4 * index + 4),
];

describe("filters", () => {
  it("are the kernels of the first convolution: the stronger, the less of the paper is seen", () => {
    const kernels = ndarray(Float32Array.of(1, -2, 0, 0.5, 0, 0, 0, 2), [2, 1, 2, 2]);
    const filters = firstFilters(
      new Map([
        ["bias", ndarray([1, 2])],
        ["conv.weight", kernels],
      ]),
      undefined,
    )!;
    expect([filters.name, filters.columns, filters.rows]).toEqual(["conv.weight", 2, 1]);
    // Two kernels of 2x2 with a transparent column between them.
    expect([filters.sheet.width, filters.sheet.height]).toEqual([5, 2]);
    const alphas = Array.from({ length: 10 }, (_, index) => pixel(filters.sheet, index)[3]);
    expect(alphas).toEqual([128, 255, 0, 0, 0, 0, 64, 0, 0, 255]);
    const [positive, negative] = [pixel(filters.sheet, 0), pixel(filters.sheet, 1)];
    expect(positive[2]! > positive[0]! && negative[0]! > negative[2]!).toBe(true);
  });

  it("are the rows of a dense layer that looks at images, and none of other weights", () => {
    const weights: StateDict = new Map([["fc.weight", ndarray(new Float32Array(3 * 8).fill(1), [3, 8])]]);
    expect(firstFilters(weights, [2, 2, 2])!.sheet).toMatchObject({ width: 17, height: 2 });
    expect(firstFilters(weights, [1, 4, 4])).toBeUndefined();
    expect(firstFilters(weights, undefined)).toBeUndefined();
  });
});

/** Says the first class where a point is left of 0. */
class Side extends Block {
  readonly fc = new Linear(2, 2);
  forward(x: Tensor): Tensor {
    return this.fc.forward(x);
  }
}
const variant: Variant = {
  summary: "",
  create: () => new Side(),
  task: imageClassification(),
  graphs: forward({ input: float32("N", 2) }, "logits"),
  params: 6,
};
const weights: StateDict = new Map([
  ["fc.weight", ndarray(Float32Array.of(-20, 0, 20, 0), [2, 2])],
  ["fc.bias", ndarray(Float32Array.of(0, 0))],
]);

describe("a plane", () => {
  it("has the colour of the class that the network sees at each place, and none where it sees none", async () => {
    const x = ndarray(Float32Array.of(-1, -1, 1, 1), [2, 2]);
    const y = ndarray(Int32Array.of(0, 1));
    const plane = await lookAtPlane({ x, y }, { backend: referenceBackend(), variant, weights });
    const { sheet } = plane;
    const row = 10 * sheet.width;
    expect(pixel(sheet, row).slice(0, 3)).not.toEqual(pixel(sheet, row + sheet.width - 1).slice(0, 3));
    expect([pixel(sheet, row)[3], pixel(sheet, row + sheet.width - 1)[3]]).toEqual([200, 200]);
    expect(pixel(sheet, row + sheet.width / 2)[3]).toBeLessThan(150);
    expect(plane.points).toEqual([
      { x: -1, y: -1, label: 0 },
      { x: 1, y: 1, label: 1 },
    ]);
    expect(plane.x).toEqual([-1.3, 1.3]);
  });

  it("is one of data sets of points with a class each", () => {
    expect(planePoints(moons({ count: 10, noise: 0.1, seed: 0 }))!.x.shape).toEqual([10, 2]);
    const wide = arrayDataset({ name: "wide", arrays: { x: ndarray(new Float32Array(6), [2, 3]) } });
    expect(planePoints(wide)).toBeUndefined();
  });

  it("shows points of all classes of a set that has one after the other", () => {
    const { y } = planePoints(moons({ count: 600, seed: 0 }))!;
    const ofFirst = y.data.filter((label) => label === 0).length;
    expect(y.data).toHaveLength(300);
    expect(ofFirst).toBeGreaterThan(120);
    expect(ofFirst).toBeLessThan(180);
  });
});

describe("a look", () => {
  const images = arrayDataset({
    name: "images",
    labels: ["zero", "one"],
    arrays: { x: ndarray(Float32Array.of(0, 1, 1, 0), [2, 1, 1, 2]), y: ndarray(Int32Array.of(0, 1)) },
  });
  const predictions = { labels: ["zero", "one"], actual: Int32Array.of(0, 1), predicted: Int32Array.of(0, 0) };
  const recipe: Recipe = {
    id: "",
    variant: "",
    claim: "",
    gate: { metric: "accuracy" },
    settings: {},
    heldOut: async () => images,
    run: () => Promise.reject(new Error("is not run")),
    measure: async () => ({ metrics: { accuracy: 0.5 }, predictions }),
  };

  it("shows held-out pictures with what the network says of them", async () => {
    const look = await new Looker(recipe).look({ backend: referenceBackend(), weights: new Map() });
    expect(look.metrics).toEqual({ accuracy: 0.5 });
    expect(look.samples!.map(({ predicted, actual }) => [predicted, actual])).toEqual([
      ["zero", "zero"],
      ["zero", "one"],
    ]);
    expect(look.samples!.map(({ picture }) => pixel(picture, 0))).toEqual([
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  it("does without a measure that fails on weights of a stage", async () => {
    const failing: Recipe = { ...recipe, measure: () => Promise.reject(new Error("other weights")) };
    const look = await new Looker(failing).look({ backend: referenceBackend(), weights: new Map() });
    expect(look).toEqual({ figures: [], drawings: [] });
  });
});
