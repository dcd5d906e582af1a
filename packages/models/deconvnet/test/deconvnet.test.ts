import {
  blockAt,
  conv,
  convTranspose,
  countParameters,
  evaluate,
  maxPoolWithSwitches,
  ndarray,
  RandomStream,
  tensor,
  type NDArray,
} from "@blockzoo/core";
import { expect, test } from "vitest";
import { atCorner, bySwitches, deconvnet } from "../src/index.js";

function random(name: string, ...shape: number[]): NDArray {
  const size = shape.reduce((product, each) => product * each);
  return ndarray(new RandomStream(0, name).fillUniform(new Float64Array(size), -1, 1), shape);
}

const inner = (a: NDArray, b: NDArray) => Array.from(a.data).reduce((sum, value, at) => sum + value * b.data[at]!, 0);

test("both parts mirror each other, with the parameters of the paper", () => {
  const model = deconvnet.create("deconvnet");
  const millions = (path: string) => Number((countParameters(blockAt(model, path)) / 1e6).toFixed(2));
  // VGG-16's convolutions with batch normalisation; fc6, fc7 and deconv-fc6; the mirror image.
  expect(["conv.0", "conv.4", "deconv.4", "deconv.0"].map(millions)).toEqual([0.04, 7.08, 7.08, 0.07]);
  expect(millions("middle")).toBe(222.32);
  expect(millions("")).toBe(251.81);
});

test.each([
  { strides: 1, padding: 1, kernel: 3, size: 6 },
  { strides: 2, padding: 1, kernel: 4, size: 8 },
  { strides: 1, padding: 0, kernel: 7, size: 7 },
])(
  "a transposed convolution is the adjoint of the convolution: $kernel, stride $strides",
  async ({ kernel, size, ...how }) => {
    const [x, w] = [random("x", 2, 3, size, size), random("w", 4, 3, kernel, kernel)];
    const forward = await evaluate(() => conv(tensor(x), tensor(w), how));
    const y = random("y", ...forward.shape);
    const back = await evaluate(() => convTranspose(tensor(y), tensor(w), how));
    expect(back.shape).toEqual(x.shape);
    expect(inner(x, back)).toBeCloseTo(inner(forward, y), 5);
  },
);

test("unpooling puts every maximum to where it stood, zeros elsewhere, and pools to the same", async () => {
  const x = random("maps", 2, 3, 7, 5);
  const unpooled = (put: typeof bySwitches) => async () =>
    evaluate(() => {
      const { values, switches } = maxPoolWithSwitches(tensor(x), { kernel: 2 });
      return put(values, { switches, size: [7, 5] });
    });
  const { data, shape } = await unpooled(bySwitches)();
  expect(shape).toEqual(x.shape);
  const isMaximum = (at: number) => {
    const [row, column] = [Math.floor((at % 35) / 5), at % 5];
    if (row === 6 || column === 4) return false;
    const start = at - (row % 2) * 5 - (column % 2);
    return x.data[at] === Math.max(...[0, 1, 5, 6].map((step) => x.data[start + step]!));
  };
  data.forEach((value, at) => expect(value).toBe(isMaximum(at) ? x.data[at] : 0));
});

test("without switches, values stand in the upper left of their windows", async () => {
  const { data } = await evaluate(() => {
    const { values, switches } = maxPoolWithSwitches(tensor(ndarray([[1, 2], [3, 4]], [1, 1, 2, 2])), { kernel: 2 }); // prettier-ignore
    return atCorner(values, { switches, size: [2, 2] });
  });
  expect([...data]).toEqual([4, 0, 0, 0]);
});
