import {
  Block,
  BlockzooError,
  Conv2d,
  flatten,
  float32,
  freeze,
  Linear,
  relu,
  scan,
  Sequential,
  LSTMCell,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { summarize, summaryTable } from "../src/index.js";
import { BasicBlock, LeNet, ResNet, Tagger, Vgg16 } from "./nets.js";

const digits = { x: float32("N", 1, 32, 32) };

describe("summarize", () => {
  it("counts LeNet-5 block by block, in call order", () => {
    const summary = summarize(new LeNet(), { inputs: digits });
    expect(
      summary.blocks.map((block) => [block.path, block.type, block.parameters, block.macs, block.activations]),
    ).toEqual([
      ["", "LeNet", 0, 0, 0],
      ["conv1", "Conv2d", 156, 117_600, 4704],
      ["pool1", "AveragePool2d", 0, 0, 1176],
      ["conv2", "Conv2d", 2416, 240_000, 1600],
      ["pool2", "AveragePool2d", 0, 0, 400],
      ["conv3", "Conv2d", 48_120, 48_000, 120],
      ["fc1", "Linear", 10_164, 10_080, 84],
      ["fc2", "Linear", 850, 840, 10],
    ]);
    expect(summary.totals).toEqual({
      parameters: 61_706,
      trainable: 61_706,
      buffers: 0,
      macs: 416_520,
      activations: 9118,
      activationBytes: 36_472,
      // Parameters with gradient and two slots; activations with gradient; the input without.
      trainingBytes: 4 * (61_706 * 4 + 2 * (9118 - 1024) + 1024),
    });
    expect(summary.blocks[0]!.outputs).toEqual([{ name: "logits", dtype: "float32", shape: [1, 10] }]);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it("reproduces the accounting of VGG-16 without making a weight", () => {
    const before = process.memoryUsage();
    const { totals, blocks } = summarize(new Vgg16(), { inputs: { x: float32("N", 3, 224, 224) } });
    const after = process.memoryUsage();
    expect(totals.parameters).toBe(138_357_544);
    expect(totals.macs).toBe(15_470_264_320);
    expect(totals.activations).toBe(15_237_608);
    expect(totals.activationBytes).toBe(60_950_432);
    const largest = (column: "parameters" | "activations") =>
      blocks.toSorted((a, b) => b.shares[column] - a.shares[column]).map(({ path }) => path);
    // Simonyan & Zisserman's net as CS231n reads it: weights sit in the first dense layer, memory in the first convolutions.
    expect(largest("parameters")[0]).toBe("classifier.0");
    expect(largest("activations").slice(0, 2)).toEqual(["features.0", "features.2"]);
    const share = (path: string) => blocks.find((block) => block.path === path)!.shares;
    expect(share("classifier.0").parameters).toBe(102_764_544 / 138_357_544);
    expect(share("features.0").activations + share("features.2").activations).toBeCloseTo(0.4215, 4);
    expect(after.rss - before.rss).toBeLessThan(20e6);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1e6);
  });

  it("counts what convolutions save: a hundred neurons a layer on an image of 100 × 100", () => {
    const image = { x: float32("N", 1, 100, 100) };
    const dense = new Sequential(
      flatten,
      new Linear(10_000, 100),
      relu,
      new Linear(100, 100),
      relu,
      new Linear(100, 100),
    );
    const shared = new Sequential(new Conv2d(1, 100, 3), relu, new Conv2d(100, 100, 3));
    const weights = 10_000 * 100 + 100 * 100 * 2;
    const [full, small] = [dense, shared].map((model) => summarize(model, { inputs: image }));
    expect(full!.totals.parameters).toBe(weights + 300);
    expect(small!.blocks.map(({ parameters }) => parameters)).toEqual([0, 1000, 90_100]);
    expect(full!.totals.parameters).toBeGreaterThan(10 * small!.totals.parameters);
  });

  it("splits training memory among the blocks, for the update rule that is asked for", () => {
    const ofRule = (optimizerSlots: number) => summarize(new LeNet(), { inputs: digits, optimizerSlots });
    const { blocks, totals } = ofRule(1);
    const inputBytes = 4 * 32 * 32;
    expect(blocks.reduce((sum, { trainingBytes }) => sum + trainingBytes, inputBytes)).toBe(totals.trainingBytes);
    expect(blocks.find(({ path }) => path === "conv1")!.trainingBytes).toBe(4 * (156 * 3 + 2 * 4704));
    expect(ofRule(2).totals.trainingBytes - totals.trainingBytes).toBe(4 * 61_706);
  });

  it("scales with the batch", () => {
    const one = summarize(new LeNet(), { inputs: digits }).totals;
    const many = summarize(new LeNet(), { inputs: digits, dimensions: { N: 32 } }).totals;
    expect([many.macs, many.activations]).toEqual([32 * one.macs, 32 * one.activations]);
    expect(many.parameters).toBe(one.parameters);
  });

  it("counts what frozen blocks hold as not trainable, and buffers apart", () => {
    const model = freeze(new ResNet(), "layer1");
    const { totals, blocks } = summarize(model, { inputs: { x: float32(2, 3, 32, 32) }, mode: "train" });
    const inLayer1 = blocks.filter((block) => block.path.startsWith("layer1"));
    const frozen = inLayer1.reduce((sum, block) => sum + block.parameters, 0);
    expect(totals.parameters).toBe(67_514);
    expect(totals.parameters - totals.trainable).toBe(frozen);
    expect(totals.buffers).toBe(672);
  });

  it("gives an identity no activations and a residual sum to the block that makes it", () => {
    const { blocks } = summarize(new BasicBlock(4, 4), { inputs: { x: float32("N", 4, 8, 8) } });
    expect(blocks.map(({ path, activations }) => [path, activations])).toEqual([
      ["", 256],
      ["conv1", 256],
      ["bn1", 256],
      ["conv2", 256],
      ["bn2", 256],
      ["downsample", 0],
    ]);
  });

  it("counts a shared parameter once and every call of a shared block", () => {
    class Twice extends Block {
      readonly fc = new Linear(4, 4);
      readonly alias = this.fc;
      forward(x: Tensor): Tensor {
        return x.pipe(this.fc, relu, this.alias);
      }
    }
    const { blocks, totals } = summarize(new Twice(), { inputs: { x: float32(1, 4) } });
    expect(blocks.map(({ path, calls, macs }) => [path, calls, macs])).toEqual([
      ["", 1, 0],
      ["fc", 2, 32],
    ]);
    expect(totals.parameters).toBe(20);
  });

  it("counts every step of a scan, with the block that does the work", () => {
    class Steps extends Block {
      readonly cell = new LSTMCell(8, 12);
      readonly spare = new Linear(2, 2);
      forward(x: Tensor, h: Tensor, c: Tensor): Tensor {
        const step = (state: { h: Tensor; c: Tensor }, slice: Tensor) => {
          const next = this.cell.forward(slice, state);
          return { carry: { h: next.h, c: next.c }, output: next.h };
        };
        return scan(step, { initial: { h, c }, sequences: x }).outputs;
      }
    }
    const inputs = { x: float32(20, 1, 8), h: float32(1, 12), c: float32(1, 12) };
    const { blocks } = summarize(new Steps(), { inputs });
    expect(blocks.map(({ path, calls, macs, activations }) => [path, calls, macs, activations])).toEqual([
      ["", 1, 0, 240],
      ["cell", 1, 20 * (8 + 12) * 48, 0],
      ["spare", 0, 0, 0],
    ]);
    expect(summarize(new Tagger(), { inputs: { x: float32(20, "N", 8) } }).totals.macs).toBe(20_160);
  });

  it("passes on the errors of tracing, and names a dimension without a size", () => {
    const wrong = () => summarize(new LeNet(), { inputs: { x: float32("N", 3, 32, 32) }, name: "lenet5" });
    expect(wrong).toThrow(/^lenet5\.conv1: expects 1 input channels, got x float32\[1,3,32,32\]/);
    const unsized = () => summarize(new Conv2d(1, 1, 3), { inputs: { x: float32("N", 1, "H", 8) } });
    expect(unsized).toThrow(BlockzooError);
    expect(unsized).toThrow('the input "x" is float32[N,1,H,8]: its dimension "H" needs a size');
    const unknown = () => summarize(new LeNet(), { inputs: digits, dimensions: { B: 2 } });
    expect(unknown).toThrow('the inputs have no dimension "B": named dimensions are N');
  });
});

describe("summaryTable", () => {
  it("aligns columns, separates thousands and adds up", () => {
    const lines = summaryTable(summarize(new Tagger(), { inputs: { x: float32(20, "N", 8) } })).split("\n");
    expect(lines).toEqual([
      "Tagger (eval)",
      "path     type    output          parameters     %    MACs     %  activations     %  training",
      "--------------------------------------------------------------------------------------------",
      "x        input   20x1x8                                                  160  31.0     640 B",
      "(model)  Tagger  20x1x4",
      "lstm     LSTM    output 20x1x12       1,056  95.3  19,200  95.2          276  53.5  19.10 kB",
      "                 last 1x12",
      "                 state.h 1x1x12",
      "                 state.c 1x1x12",
      "head     Linear  20x1x4                  52   4.7     960   4.8           80  15.5  1.472 kB",
      "--------------------------------------------------------------------------------------------",
      "total                                 1,108        20,160                516        21.22 kB",
      "",
      "parameters       1,108 (1,108 trainable, 0 in buffers); most in lstm, 95.3 %",
      "MACs             20.16 k; most in lstm, 95.2 %",
      "activations      2.064 kB; most in lstm, 53.5 %",
      "training memory  about 21.22 kB",
    ]);
  });
});
