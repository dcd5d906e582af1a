import {
  blockAt,
  BlockzooError,
  countParameters,
  float32,
  initialize,
  ndarray,
  referenceBackend,
  trace,
  type InputTypes,
} from "@blockzoo/core";
import { inferenceGraph } from "@blockzoo/family";
import { describe, expect, test } from "vitest";
import { ChairGenerator, deconvnet } from "../src/index.js";

function outputsOf(model: ChairGenerator, types: InputTypes) {
  return Object.fromEntries(trace(model, types).outputs.map(({ name, tensor: { shape } }) => [name, shape]));
}

describe("chair-generator", () => {
  const model = deconvnet.create("chair-generator");

  test("has the widths that are listed, and the parameters that they make", () => {
    const linear = (inputs: number, outputs: number) => (inputs + 1) * outputs;
    const convolution = (inputs: number, outputs: number) => (25 * inputs + 1) * outputs;
    const parts = {
      style: linear(809, 512) + linear(512, 512),
      view: linear(4, 512) + linear(512, 512),
      transform: linear(12, 512) + linear(512, 512),
      shared: linear(3 * 512, 1024) + linear(1024, 1024),
      image:
        linear(1024, 256 * 64) +
        convolution(256, 256) +
        convolution(256, 92) +
        convolution(92, 48) +
        convolution(48, 3),
      mask:
        linear(1024, 128 * 64) +
        convolution(128, 128) +
        convolution(128, 46) +
        convolution(46, 24) +
        convolution(24, 1),
    };
    for (const [path, count] of Object.entries(parts))
      expect([path, countParameters(blockAt(model, path))]).toEqual([path, count]);
    expect(countParameters(model)).toBe(31_952_590);
  });

  test("gives images of 128x128 and masks for any number of requests", () => {
    const shapes = inferenceGraph(deconvnet.variants["chair-generator"]).outputs.map(({ name, tensor: { shape } }) => [
      name,
      shape,
    ]);
    expect(shapes).toEqual([
      ["image", ["N", 3, 128, 128]],
      ["mask", ["N", 1, 128, 128]],
    ]);
  });
});

test("without transformations and a mask there are no such streams", () => {
  const generator = new ChairGenerator({
    styles: 3,
    view: 2,
    own: 4,
    shared: 5,
    side: 3,
    image: { first: 4, stages: [3, 1] },
  });
  const asked = { style: float32("N", 3), view: float32("N", 2) };
  expect(outputsOf(generator, asked)).toEqual({ image: ["N", 1, 12, 12] });
  expect(() => outputsOf(generator, { ...asked, transform: float32("N", 2) })).toThrow(
    "was made without transformations",
  );
  const transformed = new ChairGenerator({ styles: 3, view: 2, transform: 2, image: { first: 4, stages: [1] } });
  expect(() => outputsOf(transformed, asked)).toThrow(BlockzooError);
  expect(() => outputsOf(transformed, asked)).toThrow("expects the parameters of a transformation");
});

test("first weights keep the scale of values through the up-convolutions", async () => {
  const model = new ChairGenerator({
    styles: 8,
    view: 2,
    own: 64,
    shared: 128,
    side: 2,
    image: { first: 24, stages: [24, 24, 24] },
  });
  const graph = trace(model, { style: float32(8, 8), view: float32(8, 2) });
  const eye = ndarray(
    Float32Array.from({ length: 64 }, (_, at) => (at % 9 === 0 ? 3 : 0)),
    [8, 8],
  );
  const executable = await referenceBackend().compile(graph, { weights: initialize(model) });
  const { outputs } = await executable.run({ style: eye, view: ndarray(new Float32Array(16).fill(1), [8, 2]) });
  const values = Array.from(outputs["image"]!.data);
  const meanSquare = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  expect(meanSquare).toBeGreaterThan(0.2);
  expect(meanSquare).toBeLessThan(20);
});
