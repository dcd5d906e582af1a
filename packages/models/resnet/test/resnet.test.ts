import {
  blockAt,
  countParameters,
  evaluate,
  float32,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  relu,
  tensor,
  trace,
  type Block,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { expectClose, randomState } from "@blockzoo/testkit";
import { describe, expect, it, test } from "vitest";
import { BasicBlock, Bottleneck, CifarResNet, resnet, type Shortcut } from "../src/index.js";

function drawn(...shape: number[]): NDArray {
  const size = shape.reduce((product, each) => product * each, 1);
  return ndarray(new RandomStream(0, "x").fillUniform(new Float32Array(size), -1, 1), shape);
}

async function evaluated(block: Block & { forward(x: Tensor): Tensor }, x: NDArray, weights = randomState(block)) {
  const graph = trace(block, { x }, { output: "y" });
  const executable = await referenceBackend().compile(graph, { weights });
  return (await executable.run({ x })).outputs["y"]!;
}

describe("parameters", () => {
  it.each(Object.entries(resnet.variants))("%s", (_, { create, params }) => {
    expect(countParameters(create())).toBe(params);
  });

  it.each([
    ["resnet20", "plain20"],
    ["resnet56", "plain56"],
  ] as const)("%s has as many as %s, since its shortcuts have none", (residual, plain) => {
    expect(resnet.variants[residual].params).toBe(resnet.variants[plain].params);
  });
});

describe("a block whose last scale is 0 is the identity behind its ReLU", () => {
  it.each([
    ["basic", new BasicBlock(6, 6, { stride: 1 }), "bn2"],
    ["bottleneck", new Bottleneck(8, 2, { stride: 1 }), "bn3"],
    ["of CIFAR", blockAt(new CifarResNet({ layers: 8, widths: [6, 8, 10] }), "layer1.0"), "bn2"],
  ])("%s", async (_, block, last) => {
    const weights = new Map(randomState(block));
    for (const name of ["weight", "bias"]) {
      const { shape, data } = weights.get(`${last}.${name}`)!;
      weights.set(`${last}.${name}`, ndarray(new Float32Array(data.length), shape));
    }
    const x = drawn(2, block instanceof Bottleneck ? 8 : 6, 5, 7);
    const y = await evaluated(block as BasicBlock, x, weights);
    expectClose(y, await evaluate(() => relu(tensor(x))), "exact", "the block");
  });
});

test("option A keeps every second pixel, and puts new channels before and after the old ones", async () => {
  const block = blockAt(new CifarResNet({ layers: 8, widths: [4, 7, 10] }), "layer2.0.shortcut") as BasicBlock;
  const x = drawn(2, 4, 5, 6);
  const { shape, data } = await evaluated(block, x, new Map());
  expect(shape).toEqual([2, 7, 3, 3]);
  const at = (n: number, c: number, h: number, w: number) => data[((n * 7 + c) * 3 + h) * 3 + w]!;
  for (const n of [0, 1]) {
    for (let c = 0; c < 7; c++) {
      for (let h = 0; h < 3; h++) {
        for (let w = 0; w < 3; w++) {
          const old = c - 1;
          const expected = old >= 0 && old < 4 ? x.data[((n * 4 + old) * 5 + 2 * h) * 6 + 2 * w]! : 0;
          expect(at(n, c, h, w)).toBe(expected);
        }
      }
    }
  }
});

test("networks have the depth of their names", () => {
  const convolutions = (block: Block) =>
    [...initialize(block)].filter(([name, { shape }]) => shape.length === 4 && !/downsample|shortcut/.test(name))
      .length;
  for (const name of ["resnet20", "resnet32", "resnet44", "resnet56", "resnet110", "plain20", "plain56"] as const) {
    expect(1 + convolutions(resnet.create(name))).toBe(Number(/\d+/.exec(name)![0]));
  }
  expect(1 + convolutions(resnet.create("resnet18"))).toBe(18);
});

describe("what cannot be", () => {
  it.each([2, 18, 21, 56.5, NaN])("a network for CIFAR of %d layers", (layers) => {
    expect(() => new CifarResNet({ layers })).toThrow("a network of section 4.2 has 6n+2 layers");
  });

  it.each<[Shortcut, string]>([
    ["A", "conv1"],
    ["none", "conv1"],
  ])("images of other channels, shortcut %s", (shortcut, where) => {
    const net = new CifarResNet({ layers: 8, shortcut });
    expect(() => trace(net, { input: float32("N", 1, 32, 32) })).toThrow(new RegExp(`${where}.*expects 3`));
  });
});
