// The exact facts of the textbook: shapes, counts and identities that hold without training.
import { describe, expect, it } from "vitest";
import {
  BatchNorm2d,
  Conv2d,
  conv,
  countParameters,
  DepthwiseSeparableConv2d,
  Dropout,
  Embedding,
  evaluate,
  flatten,
  float32,
  gradients,
  Linear,
  matMul,
  maxPoolWithSwitches,
  maxUnpool,
  mul,
  ndarray,
  oneHot,
  reduceSum,
  referenceBackend,
  reshape,
  Sequential,
  sigmoid,
  softmax,
  logSoftmax,
  sub,
  tanh,
  tensor,
  trace,
  transpose,
} from "../src/index.js";
import { drawn, largest } from "./support.js";

const shapeOf = (block: Conv2d, ...shape: number[]) => trace(block, { x: float32(...shape) }).outputs[0]!.tensor.shape;

describe("convolution", () => {
  it("has (W - F + 2P) / S + 1 outputs and the parameters of AlexNet's first layer", () => {
    const conv1 = new Conv2d(3, 96, 11, { stride: 4 });
    expect(shapeOf(conv1, 1, 3, 227, 227)).toEqual([1, 96, 55, 55]);
    expect(countParameters(conv1)).toBe(34_944);
    expect(shapeOf(new Conv2d(3, 2, 3, { stride: 2, padding: 1 }), 1, 3, 5, 5)).toEqual([1, 2, 3, 3]);
  });

  it("refuses a stride that leaves rows over, where strict", () => {
    expect(shapeOf(new Conv2d(1, 1, 3, { stride: 2 }), 1, 1, 10, 10)).toEqual([1, 1, 4, 4]);
    expect(() => shapeOf(new Conv2d(1, 1, 3, { stride: 2, strict: true }), 1, 1, 10, 10)).toThrow("leaves 1 rows over");
    expect(shapeOf(new Conv2d(1, 1, 3, { stride: 2, strict: true }), 1, 1, 11, 11)).toEqual([1, 1, 5, 5]);
  });

  it("is cross-correlation: an identity kernel copies, ones sum, the kernel is not flipped", async () => {
    const image = [
      [
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      ],
    ];
    const { identity, box, corner } = await evaluate(() => {
      const x = tensor(image);
      const apply = (kernel: number[][]) => conv(x, tensor([[kernel]]), { padding: 1 });
      return {
        identity: apply([
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ]),
        box: apply([
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ]),
        corner: apply([
          [1, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      };
    });
    expect([...identity.data]).toEqual(image.flat(3));
    expect([...box.data]).toEqual([12, 21, 16, 27, 45, 33, 24, 39, 28]);
    expect([...corner.data]).toEqual([0, 0, 0, 0, 1, 2, 0, 4, 5]);
  });

  it("sees 7x7 pixels through three 3x3 layers, with 27 C² weights instead of 49 C²", async () => {
    const channels = 4;
    const layer = () => new Conv2d(channels, channels, 3, { padding: 1, bias: false });
    const stack = new Sequential(layer(), layer(), layer());
    expect(countParameters(stack)).toBe(27 * channels ** 2);
    expect(countParameters(new Conv2d(channels, channels, 7, { bias: false }))).toBe(49 * channels ** 2);
    const seen = await evaluate(() => {
      const x = tensor(drawn(1, channels, 15, 15));
      const middle = ndarray(
        Float32Array.from({ length: channels * 225 }, (_, i) => (i % 225 === 112 ? 1 : 0)),
        [1, channels, 15, 15],
      );
      return gradients(reduceSum(mul(stack.forward(x), tensor(middle))), [x])[0]!;
    });
    const touched = Array.from(seen.data.subarray(0, 225), (value, i) =>
      value === 0 ? [] : [[Math.floor(i / 15), i % 15]],
    ).flat();
    const range = (axis: number) => [
      Math.min(...touched.map((at) => at[axis]!)),
      Math.max(...touched.map((at) => at[axis]!)),
    ];
    expect([range(0), range(1), touched.length]).toEqual([[4, 10], [4, 10], 49]);
  });

  it("counts depthwise-separable against full: 4,672 to 36,864", () => {
    const separable = new DepthwiseSeparableConv2d(64, 64, 3, { padding: 1, bias: false });
    expect(countParameters(separable)).toBe(4672);
    expect(countParameters(new Conv2d(64, 64, 3, { bias: false }))).toBe(36_864);
  });

  it("with a kernel of the input's size is a linear layer", async () => {
    const { a, b } = await evaluate(() => {
      const x = tensor(drawn(2, 3, 4, 5));
      const weight = tensor(drawn(6, 3, 4, 5));
      return { a: flatten(conv(x, weight)), b: matMul(flatten(x), flatten(weight), { transposeB: true }) };
    });
    expect(largest(a, b)).toBeLessThan(1e-12);
  });

  it("names the groups that do not divide, and images that are none", () => {
    expect(() => new Conv2d(6, 8, 3, { groups: 4 })).toThrow("cannot be cut into 4 groups");
    expect(() => shapeOf(new Conv2d(3, 1, 3), 3, 8, 8)).toThrow("expects images [N, 3, H, W], got x float32[3,8,8]");
    expect(() => shapeOf(new Conv2d(1, 1, 5), 1, 1, 3, 3)).toThrow(/kernel|window/);
  });
});

describe("linear layers", () => {
  it("collapse into one matrix when stacked without a non-linearity", async () => {
    const stack = new Sequential(new Linear(4, 7, { bias: false }), new Linear(7, 5, { bias: false }));
    const { stacked, collapsed } = await evaluate(
      () => {
        const x = tensor(drawn(3, 4));
        const [first, second] = [stack["0"] as Linear, stack["1"] as Linear];
        const stacked = stack.forward(x);
        const product = matMul(second.weight, first.weight);
        return { stacked, collapsed: matMul(x, transpose(product)) };
      },
      { model: stack },
    );
    expect(largest(stacked, collapsed)).toBeLessThan(1e-12);
  });

  it("name the features they expect", () => {
    expect(() => trace(new Linear(3, 2), { x: float32("N", 4) }, { name: "net" })).toThrow(
      /^net: expects 3 input features, got x float32\[N,4\]/,
    );
  });
});

describe("pooling", () => {
  it("unpooled by its switches puts each maximum at its place and zeros elsewhere", async () => {
    const { y, restored } = await evaluate(() => {
      const x = tensor([
        [
          [
            [1, 5, 2, 0],
            [3, 4, 8, 6],
            [9, 0, 1, 1],
            [2, 7, 3, 4],
          ],
        ],
      ]);
      const { values, switches } = maxPoolWithSwitches(x, { kernel: 2 });
      return { y: values, restored: maxUnpool(values, switches, { outputShape: [4, 4] }) };
    });
    expect([...y.data]).toEqual([5, 8, 9, 4]);
    expect([...restored.data]).toEqual([0, 5, 0, 0, 0, 0, 8, 0, 9, 0, 0, 0, 0, 0, 0, 4]);
  });
});

describe("functions", () => {
  it("softmax sums to one, ignores a shift, and survives 1e4", async () => {
    const { plain, shifted, huge, log } = await evaluate(() => {
      const x = tensor([[1, 2, 3]]);
      return {
        plain: softmax(x),
        shifted: softmax(sub(x, 100)),
        huge: softmax(tensor([[1e4, 0, -1e4]])),
        log: logSoftmax(tensor([[1e4, 0, -1e4]])),
      };
    });
    expect([...plain.data].reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(largest(plain, shifted)).toBeLessThan(1e-12);
    expect([...huge.data]).toEqual([1, 0, 0]);
    expect([...log.data]).toEqual([0, -1e4, -2e4]);
  });

  it("tanh(x) = 2 σ(2x) - 1", async () => {
    const gap = await evaluate(() => {
      const x = tensor(drawn(50));
      return sub(tanh(x), sub(mul(sigmoid(mul(x, 2)), 2), 1));
    });
    expect(Math.max(...[...gap.data].map(Math.abs))).toBeLessThan(1e-12);
  });

  it("an embedding is a one-hot product, exactly, and so is its gradient", async () => {
    const table = new Embedding(5, 3);
    const { looked, product, a, b } = await evaluate(
      () => {
        const indices = tensor(
          [
            [4, 0],
            [2, 4],
          ],
          "int32",
        );
        const looked = table.forward(indices);
        const product = reshape(matMul(reshape(oneHot(indices, { depth: 5 }), [4, 5]), table.weight), [2, 2, 3]);
        const squares = (x: typeof looked) => reduceSum(mul(x, x));
        return {
          looked,
          product,
          a: gradients(squares(looked), [table.weight])[0]!,
          b: gradients(squares(product), [table.weight])[0]!,
        };
      },
      { model: table },
    );
    expect(looked.data).toEqual(product.data);
    expect(a.data).toEqual(b.data);
  });

  it("dropout drops its share, keeps the mean, and is the identity in eval mode", async () => {
    const block = new Dropout(0.25);
    const ones = ndarray(new Float32Array(40_000).fill(1));
    const run = async (mode: "train" | "eval") => {
      const graph = trace(block, { x: float32(40_000) }, { mode });
      return (await (await referenceBackend().compile(graph, { seed: 1 })).run({ x: ones })).outputs["output"]!.data;
    };
    const dropped = await run("train");
    expect(new Set(dropped)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    expect(dropped.filter((value: number) => value === 0).length / 40_000).toBeCloseTo(0.25, 2);
    expect(new Set(await run("eval"))).toEqual(new Set([1]));
    expect(() => new Dropout(1)).toThrow("probability");
  });

  it("batch normalisation needs more than one value a channel to train on", () => {
    expect(() => trace(new BatchNorm2d(2), { x: float32(1, 2) }, { mode: "train" })).toThrow(
      "more than one value a channel",
    );
    expect(() => trace(new BatchNorm2d(2), { x: float32("N", 2) }, { mode: "train" })).toThrow(/"N"/);
  });
});
