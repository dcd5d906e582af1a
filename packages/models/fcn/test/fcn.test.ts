import {
  convTranspose,
  evaluate,
  float32,
  ndarray,
  RandomStream,
  referenceBackend,
  resize,
  specialize,
  stateOf,
  tensor,
  trace,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { describeTorchvisionStates } from "@blockzoo/family-checks/torchvision";
import { describe, expect, test } from "vitest";
import { bilinear, bilinearTo, cropTo, Fcn, fcn } from "../src/index.js";

describe("bilinear", () => {
  const kernel = (size: number) => Array.from(bilinear()([1, 1, size, size], new RandomStream(0, "")).data);

  test("is the product of two tents, for kernels of even and odd size", () => {
    const outer = (line: readonly number[]) => line.flatMap((down) => line.map((across) => down * across));
    expect(kernel(4)).toEqual(outer([0.25, 0.75, 0.75, 0.25]));
    expect(kernel(3)).toEqual(outer([0.5, 1, 0.5]));
  });

  test("mixes no channels", () => {
    const { data } = bilinear()([2, 2, 4, 4], new RandomStream(0, ""));
    expect(Array.from(data.subarray(16, 48))).toEqual(new Array(32).fill(0));
    expect(Array.from(data.subarray(48))).toEqual(kernel(4));
  });

  test.each([2, 4, 8])("upsamples a ramp to a ramp inside, by %i", async (factor) => {
    const size = 6;
    const ramp = Array.from({ length: size * size }, (_, at) => 2 * Math.floor(at / size) - (at % size));
    const y = await evaluate(() =>
      convTranspose(
        tensor(ndarray(ramp, [1, 1, size, size])),
        tensor(bilinear()([1, 1, 2 * factor, 2 * factor], new RandomStream(0, ""))),
        {
          strides: factor,
          padding: factor / 2,
        },
      ),
    );
    const width = size * factor;
    expect(y.shape).toEqual([1, 1, width, width]);
    // The middle of place i of the ramp is pixel (i + 1/2) factor - 1/2.
    const source = (pixel: number) => (pixel + 0.5) / factor - 0.5;
    for (let row = factor; row < width - factor; row++) {
      for (let column = factor; column < width - factor; column++) {
        expect(y.data[row * width + column]).toBeCloseTo(2 * source(row) - source(column), 10);
      }
    }
  });
});

describe("sizes that are names", () => {
  test("maps are cropped to them", async () => {
    const crop = ({ x, like }: { x: Tensor; like: Tensor }) => cropTo(x, like.shape, 1);
    const values = {
      x: ndarray([...Array(20).keys()], [1, 1, 4, 5]),
      like: ndarray(new Float32Array(6), [1, 1, 2, 3]),
    };
    const named = trace(crop, { x: float32(1, 1, "A", "B"), like: float32(1, 1, "H", "W") });
    expect(named.outputs[0]!.tensor.shape).toEqual([1, 1, "H", "W"]);
    for (const graph of [
      specialize(named, { A: 4, B: 5, H: 2, W: 3 }),
      trace(crop, { x: float32(1, 1, 4, 5), like: float32(1, 1, 2, 3) }),
    ]) {
      const executable = await referenceBackend().compile(graph);
      expect(Array.from((await executable.run(values)).outputs["output"]!.data)).toEqual([6, 7, 8, 11, 12, 13]);
    }
  });

  test.each([
    [3, 5, 24, 37],
    [7, 4, 5, 4],
    [1, 2, 6, 1],
  ])("maps of %ix%i are resized to %ix%i as numbers would be", async (h, w, height, width) => {
    const x = ndarray(new RandomStream(0, "maps").fillUniform(new Float32Array(2 * 3 * h * w)), [2, 3, h, w]);
    const expected = await evaluate(() => resize(tensor(x), { size: [height, width], mode: "linear" }));
    expectClose(await evaluate(() => bilinearTo(tensor(x), [2, 3, height, width])), expected, "block", "resized");
  });
});

test("a network with more skips has those of one with fewer, and their state", () => {
  const names = (stride: 8 | 16 | 32) => stateOf(new Fcn({ stride })).map(({ name }) => name);
  expect(names(32).slice(-3)).toEqual(["score_fr.weight", "score_fr.bias", "upscore.weight"]);
  expect(names(16).filter((name) => !names(32).includes(name))).toEqual([
    "pool4.score.weight",
    "pool4.score.bias",
    "pool4.upscore.weight",
  ]);
  expect(names(8).filter((name) => !names(16).includes(name))).toEqual([
    "pool3.score.weight",
    "pool3.score.bias",
    "pool3.upscore.weight",
  ]);
});

test("images of other channels are refused", () => {
  const model = fcn.create("fcn-mini");
  expect(() => trace(model, { x: float32(1, 3, 32, 32) })).toThrow("expects 1 input channels");
});

describeTorchvisionStates(fcn, new URL("./golden/torchvision.json", import.meta.url));
