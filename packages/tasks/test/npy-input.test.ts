import { float32, int32, ndarray, type NDArray, type TensorType } from "@blockzoo/core";
import { preprocessImage, type ImagePreprocessing } from "@blockzoo/data/images";
import { describe, expect, it } from "vitest";
import { notANumber } from "../src/answers/not-a-number.js";
import { npyInput } from "../src/answers/npy-input.js";

const steps: ImagePreprocessing = { kind: "image", channels: 1, resize: [2, 2], mean: [0.5], deviation: [0.25] };
const take = (array: NDArray, type: TensorType, preprocessing?: ImagePreprocessing): NDArray =>
  npyInput(array, { path: "x.npy", type, ...(preprocessing && { preprocessing }) });

describe("npyInput", () => {
  it("gives floats as they are, and integers and bools as floats where the network takes floats", () => {
    const floats = ndarray([[1, 2]]);
    expect(take(floats, float32("N", 2), steps)).toBe(floats);
    const integers = ndarray(Int32Array.of(1, -2), [1, 2]);
    expect(take(integers, float32("N", 2))).toEqual(ndarray([[1, -2]]));
    expect(take(ndarray(Uint8Array.of(1, 0), [1, 2]), float32("N", 2), steps)).toEqual(ndarray([[1, 0]]));
    expect(take(integers, int32("N", 2))).toBe(integers);
  });

  it("prepares integers as images where images are prepared", () => {
    const pixels = Uint8Array.from({ length: 2 * 3 * 4 * 3 }, (_, index) => (index * 37) % 256);
    const batch = take(ndarray(Int32Array.from(pixels), [2, 3, 4, 3]), float32("N", 1, 2, 2), steps);
    const expected = [0, 1].flatMap((sample) => {
      const data = pixels.slice(sample * 36, (sample + 1) * 36);
      return [...preprocessImage({ height: 3, width: 4, channels: 3, data }, steps).data];
    });
    expect(batch).toEqual(ndarray(new Float32Array(expected), [2, 1, 2, 2]));
  });

  it.each([
    ["no samples", ndarray(new Float32Array(0), [0, 2]), "x.npy: [0,2] is a batch of 0 samples"],
    ["channels before the sizes", ndarray(new Int32Array(16), [1, 1, 2, 8]), "[1,1,2,8], expected images as they are"],
    ["an image that is no batch", ndarray(new Int32Array(4), [2, 2]), "has integers [2,2], expected images"],
    [
      "values beyond bytes",
      ndarray(Int32Array.of(0, 256), [1, 1, 2, 1]),
      "element 1 is 256, expected values of 0 to 255",
    ],
  ])("refuses %s", (_, array, message) => {
    expect(() => take(array, float32("N", 1, 2, 2), steps)).toThrow(message);
  });
});

describe("notANumber", () => {
  const three = ndarray([1, 2, 3]);
  const one = ndarray([Number.NaN]);
  const broken = ndarray([1, Number.NaN, Number.NaN]);
  it.each([
    [[three], three, undefined],
    [[broken], three, undefined],
    [[broken], broken, "x.npy: 2 of 3 values are NaN, and so are 2 of 3 of the output"],
    [[one], one, "x.npy: 1 of 1 values is NaN, and so is 1 of 1 of the output"],
    [[three, one], one, "x.npy: 1 of 4 values is NaN, and so is 1 of 1 of the output"],
    [[three], broken, "2 of 3 of the output are NaN, though no value of x.npy is"],
  ])("says where values are no numbers (%#)", (inputs, output, line) => {
    expect(notANumber("x.npy", inputs, output)).toBe(line);
  });
});
