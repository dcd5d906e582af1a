// Convolution by three ways that share nothing, and what the other kinds of it add up to.
import { describe, expect, it } from "vitest";
import {
  conv,
  Conv1d,
  Conv2d,
  Conv3d,
  concat,
  countParameters,
  evaluate,
  float32,
  LocallyConnected2d,
  matMul,
  ndarray,
  reshape,
  sizeOf,
  slice,
  tensor,
  tolerances,
  trace,
  unfold,
  type NDArray,
  type Tensor,
} from "../src/index.js";
import { drawn, largest } from "./support.js";

interface Problem {
  readonly x: readonly number[];
  readonly weight: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly groups: number;
}

const problems: Record<string, Problem> = {
  "1-D": { x: [2, 3, 9], weight: [4, 3, 3], strides: [2], dilations: [2], padding: [[2, 1]], groups: 1 },
  "1-D, groups": { x: [2, 6, 7], weight: [4, 3, 2], strides: [1], dilations: [3], padding: [[0, 3]], groups: 2 },
  "2-D": {
    x: [2, 3, 6, 7],
    weight: [4, 3, 3, 2],
    strides: [2, 1],
    dilations: [1, 2],
    padding: [
      [1, 0],
      [0, 2],
    ],
    groups: 1,
  },
  "2-D, depthwise": {
    x: [1, 4, 5, 5],
    weight: [4, 1, 3, 3],
    strides: [1, 1],
    dilations: [2, 1],
    padding: [
      [2, 2],
      [1, 1],
    ],
    groups: 4,
  },
  "3-D, groups": {
    x: [1, 4, 3, 5, 4],
    weight: [2, 2, 2, 3, 2],
    strides: [1, 2, 1],
    dilations: [2, 1, 2],
    padding: [
      [1, 0],
      [1, 1],
      [0, 1],
    ],
    groups: 2,
  },
};

/** The definition, a loop for every letter of the formula. */
function naive(x: NDArray, weight: NDArray, problem: Problem, output: readonly number[]): NDArray {
  const at = (array: NDArray, indices: readonly number[]) =>
    array.data[indices.reduce((offset, index, axis) => offset * array.shape[axis]! + index, 0)]!;
  const places = (shape: readonly number[]) =>
    shape.reduce<number[][]>(
      (all, size) => all.flatMap((place) => Array.from({ length: size }, (_, index) => [...place, index])),
      [[]],
    );
  const [, , ...sizes] = problem.x;
  const [outputs, perGroup, ...kernel] = problem.weight as [number, number, ...number[]];
  const data = places(output).map(([n, o, ...p]) => {
    const group = Math.floor(o! / (outputs / problem.groups));
    let sum = 0;
    for (let c = 0; c < perGroup; c++) {
      for (const k of places(kernel)) {
        const from = p.map((place, axis) => {
          const { strides, dilations, padding } = problem;
          return place * strides[axis]! + k[axis]! * dilations[axis]! - padding[axis]![0];
        });
        if (from.some((place, axis) => place < 0 || place >= sizes[axis]!)) continue;
        sum += at(weight, [o!, c, ...k]) * at(x, [n!, group * perGroup + c, ...from]);
      }
    }
    return sum;
  });
  return ndarray(Float64Array.from(data), output);
}

/** One matrix product for each group, of the kernels as rows and the windows as columns. */
function byProducts(x: Tensor, weight: Tensor, problem: Problem, output: readonly number[]): Tensor {
  const { groups, strides, dilations, padding } = problem;
  const [inputs, outputs] = [problem.x[1]! / groups, problem.weight[0]! / groups];
  const parts = Array.from({ length: groups }, (_, group) => {
    const channels = slice(x, { axes: [1], starts: [group * inputs], ends: [(group + 1) * inputs] });
    const rows = slice(weight, { starts: [group * outputs], ends: [(group + 1) * outputs] });
    const columns = unfold(channels, { kernel: problem.weight.slice(2), strides, dilations, padding });
    return matMul(reshape(rows, [outputs, sizeOf(problem.weight.slice(1))]), columns);
  });
  return reshape(concat(parts, 1), output);
}

describe("convolution", () => {
  it.each(Object.entries(problems))("%s: op, im2col product and naive loops agree", async (_, problem) => {
    const [x, weight] = [drawn(...problem.x), drawn(...problem.weight)];
    const { direct, products } = await evaluate(() => {
      const direct = conv(tensor(x), tensor(weight), problem);
      return { direct, products: byProducts(tensor(x), tensor(weight), problem, direct.shape as number[]) };
    });
    const loops = naive(x, weight, problem, direct.shape);
    expect(largest(direct, loops)).toBeLessThan(tolerances.exact);
    expect(largest(products, loops)).toBeLessThan(tolerances.exact);
  });

  it("is refused in every dimension, where strict, if it leaves positions over", () => {
    const run = (block: Conv1d | Conv3d, ...shape: number[]) => trace(block, { x: float32(...shape) });
    expect(() => run(new Conv1d(1, 1, 3, { stride: 2, strict: true }), 1, 1, 10)).toThrow("leaves 1 positions over");
    expect(() => run(new Conv3d(1, 1, 3, { stride: [1, 1, 3], strict: true }), 1, 1, 3, 3, 8)).toThrow(
      "stride 3 does not fit a kernel of 3 into 8 padded columns: leaves 2 columns over",
    );
    expect(() => run(new Conv3d(1, 1, 3, { stride: 3, strict: true }), 1, 1, 3, 6, 9)).not.toThrow();
  });

  it("says what it expects: sequences, images or volumes", () => {
    expect(() => trace(new Conv1d(3, 1, 3), { x: float32(1, 3, 8, 8) })).toThrow("expects sequences [N, 3, L]");
    expect(() => trace(new Conv3d(3, 1, 3), { x: float32(1, 3, 8, 8) })).toThrow("expects volumes [N, 3, D, H, W]");
    expect(() => new Conv2d(1, 1, 0)).toThrow("kernel must be whole numbers of at least 1");
  });

  it("of 1x1 is a linear layer at each pixel", async () => {
    const { a, b } = await evaluate(() => {
      const [x, weight] = [tensor(drawn(1, 5, 3, 4)), tensor(drawn(2, 5, 1, 1))];
      const products = matMul(reshape(weight, [2, 5]), reshape(x, [5, 12]));
      return { a: conv(x, weight), b: reshape(products, [1, 2, 3, 4]) };
    });
    expect(largest(a, b)).toBeLessThan(tolerances.exact);
  });
});

describe("a locally connected layer", () => {
  it("has 105,705,600 parameters where AlexNet's first layer shares 34,944", () => {
    const unshared = new LocallyConnected2d(3, 96, { input: 227, kernel: 11 }, { stride: 4 });
    expect(countParameters(unshared)).toBe(105_705_600);
    expect(countParameters(new Conv2d(3, 96, 11, { stride: 4 }))).toBe(34_944);
  });

  it("is a convolution where all places have the same kernels, and refuses other sizes", async () => {
    const kernels = drawn(2, 12);
    const columns = Float32Array.from({ length: 24 }, (_, i) => kernels.data[(i % 2) * 12 + Math.floor(i / 2)]!);
    const initializer = (shape: readonly number[]) =>
      ndarray(
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => columns[i % 24]!),
        shape,
      );
    const block = new LocallyConnected2d(3, 2, { input: [4, 5], kernel: 2 }, { bias: false, padding: 1, initializer });
    const { local, shared } = await evaluate(() => {
      const x = tensor(drawn(2, 3, 4, 5));
      return {
        local: block.forward(x),
        shared: conv(x, reshape(tensor(kernels), [2, 3, 2, 2]), { padding: 1 }),
      };
    });
    expect(largest(local, shared)).toBeLessThan(tolerances.exact);
    expect(() => trace(block, { x: float32("N", 3, 5, 5) })).toThrow("expects images [N, 3, 4, 5]");
  });
});
