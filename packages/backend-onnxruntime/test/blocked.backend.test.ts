// Convolutions in blocks of channels. The common op cases have few channels; these have enough.
import { readFileSync } from "node:fs";
import {
  add,
  batchNormTraining,
  conv,
  Conv2d,
  convTranspose,
  expand,
  float32,
  initialize,
  referenceBackend,
  relu,
  scan,
  Sequential,
  tanh,
  trace,
  vectorJacobianProduct,
  type Graph,
  type StateDict,
  type Tensor,
  type Tolerance,
} from "@blockzoo/core";
import { decodeModel, exportModel, type ModelProto } from "@blockzoo/onnx";
import { drawLike, expectClose } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { blockSizeOf } from "../src/blocked/block-size.js";
import { blockedTables, type Tables } from "../src/blocked/tables.js";
import { OrtDevice } from "../src/device.js";
import { onnxruntime } from "../src/index.js";
import { providerModel } from "../src/providers.js";
import { loadRuntime, versionOf } from "../src/runtime.js";

const domain = "com.microsoft.nchwc";
const ort = (await loadRuntime("node"))!;
const device = new OrtDevice({ provider: "cpu", runtime: "node", ort, threads: 1, spinning: "never" });
const backend = await onnxruntime({ provider: "cpu", threads: 2 });

type Options = Omit<NonNullable<Parameters<typeof conv>[2]>, "bias">;
type Case = readonly [
  name: string,
  x: readonly number[],
  weight: readonly number[],
  options: Options,
  blocked: readonly Part[],
];

/** A convolution and its gradients with respect to x and the weight. */
type Part = "y" | "dx" | "dw";
const all = ["y", "dx", "dw"] as const;

const square = (batch: number, channels: number, size = 6) => [batch, channels, size, size - 1];

/** What is in blocks, with blocks of 16. */
const cases: readonly Case[] = [
  ["16 channels", square(2, 16), [16, 16, 3, 3], { padding: 1 }, all],
  ["32 channels to 48", square(3, 32), [48, 32, 3, 3], { padding: 1 }, all],
  ["24 channels to 28", square(2, 24), [28, 24, 3, 3], { padding: 1 }, all],
  ["20 channels to 24", square(2, 20), [24, 20, 3, 3], { padding: 1 }, ["dx", "dw"]],
  ["1 channel", square(2, 1), [16, 1, 3, 3], { padding: 1 }, ["dw"]],
  ["3 channels", square(2, 3), [16, 3, 3, 3], { padding: 1 }, ["y", "dw"]],
  ["8 channels", square(2, 8), [16, 8, 3, 3], { padding: 1 }, all],
  ["12 channels", square(2, 12), [16, 12, 3, 3], { padding: 1 }, ["dx", "dw"]],
  ["17 channels", square(2, 17), [16, 17, 3, 3], { padding: 1 }, ["dx", "dw"]],
  ["to 8 channels", square(2, 16), [8, 16, 3, 3], { padding: 1 }, all],
  ["to 17 channels", square(2, 16), [17, 16, 3, 3], { padding: 1 }, ["y", "dw"]],
  ["to 5 channels", square(2, 16), [5, 16, 3, 3], { padding: 1 }, ["dx"]],
  ["to 6 channels", square(2, 1), [6, 1, 5, 5], {}, ["dw"]],
  ["batch 1", square(1, 16), [16, 16, 3, 3], { padding: 1 }, all],
  ["batch 16", square(16, 16, 4), [32, 16, 3, 3], { padding: 1 }, all],
  ["batch 32", square(32, 16, 4), [16, 16, 3, 3], { padding: 1 }, all],
  ["batch 25, filled up", square(25, 16, 4), [32, 16, 3, 3], { padding: 1, strides: 2 }, ["y", "dw"]],
  ["batch 33, not filled up", square(33, 16, 3), [16, 16, 3, 3], { padding: 1 }, ["y", "dx"]],
  ["1x1", square(2, 32), [16, 32, 1, 1], {}, []],
  ["1x1 of many channels", square(1, 320, 3), [320, 320, 1, 1], {}, ["y", "dx"]],
  ["5x3", square(2, 16, 8), [16, 16, 5, 3], { padding: [2, 1] }, all],
  ["2x2 without padding", square(2, 16, 9), [16, 16, 2, 2], {}, all],
  ["stride 2", square(2, 16, 8), [16, 16, 3, 3], { padding: 1, strides: 2 }, ["y", "dw"]],
  ["stride 2, even", [2, 16, 6, 8], [32, 16, 3, 3], { padding: 1, strides: 2 }, all],
  ["stride 2 of 4x4", [2, 16, 6, 8], [16, 16, 4, 4], { padding: 1, strides: 2 }, all],
  ["stride 2 of 2x2", [2, 16, 6, 8], [16, 16, 2, 2], { strides: 2 }, all],
  ["strides 3 and 1", [2, 16, 6, 5], [24, 16, 3, 3], { padding: [0, 1], strides: [3, 1] }, all],
  ["stride 2 of 3x3, padding 2", [2, 16, 6, 8], [16, 16, 3, 3], { padding: 2, strides: 2 }, ["y", "dw"]],
  ["stride 2, unread rest", square(2, 16, 7), [16, 16, 2, 2], { strides: 2 }, ["y", "dw"]],
  ["strides 3 and 2 of 7x7", square(2, 3, 14), [16, 3, 7, 7], { padding: 3, strides: [3, 2] }, ["y", "dw"]],
  ["stride of 1x1", square(2, 16, 8), [16, 16, 1, 1], { strides: 2 }, ["y"]],
  ["dilation 2", square(2, 16, 8), [16, 16, 3, 3], { padding: 2, dilations: 2 }, ["y", "dx"]],
  ["dilation of rows", square(2, 16, 8), [16, 16, 3, 3], { padding: [2, 1], dilations: [2, 1] }, all],
  [
    "asymmetric padding",
    square(2, 16),
    [16, 16, 3, 3],
    {
      padding: [
        [0, 2],
        [2, 1],
      ],
    },
    all,
  ],
  [
    "asymmetric padding, stride 2",
    square(2, 16, 7),
    [16, 16, 3, 3],
    {
      strides: 2,
      padding: [
        [1, 0],
        [0, 1],
      ],
    },
    ["y", "dw"],
  ],
  ["padding beyond the kernel", square(2, 16, 5), [16, 16, 3, 3], { padding: 3 }, ["y", "dx", "dw"]],
  ["windows before x", square(2, 16), [16, 16, 2, 2], { padding: [0, 3], strides: [1, 20] }, ["y"]],
  ["one window", square(2, 16, 4), [16, 16, 4, 3], {}, ["y"]],
  ["groups of 16", square(2, 32), [32, 16, 3, 3], { padding: 1, groups: 2 }, ["y", "dx"]],
  ["groups of 8", square(2, 32), [32, 8, 3, 3], { padding: 1, groups: 4 }, []],
  ["depthwise", square(2, 32), [32, 1, 3, 3], { padding: 1, groups: 32 }, all],
  ["depthwise, multiplier 2", square(2, 16), [32, 1, 3, 3], { padding: 1, groups: 16 }, []],
  ["one axis", [2, 16, 9], [16, 16, 3], { padding: 1 }, []],
];

/** The parts of a case, or some of them. */
function graphOf([, x, weight, options]: Case, parts: readonly Part[] = all): Graph {
  const operands = { x: float32(...x), weight: float32(...weight), bias: float32(weight[0]!) };
  const convolve = ({ x, weight, bias }: Readonly<Record<keyof typeof operands, Tensor>>) =>
    conv(x, weight, { ...options, bias });
  const dy = trace(convolve, operands).outputs[0]!.tensor;
  return trace(
    (inputs) => {
      const y = convolve(inputs);
      const [dx, dw] = vectorJacobianProduct([y], [inputs.dy], [inputs.x, inputs.weight]);
      const values: Record<Part, Tensor> = { y, dx: dx!, dw: dw! };
      return Object.fromEntries(parts.map((part) => [part, values[part]]));
    },
    { ...operands, dy },
  );
}

/** How often a model has each operator of blocks. */
function blockedNodes({ graph }: ModelProto): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { domain: own, opType } of graph!.node) if (own === domain) counts[opType] = (counts[opType] ?? 0) + 1;
  return counts;
}

const blocksOf16 = (tables: Tables) => blockedTables(16, tables);

const inBlocks = (graph: Graph, weights?: StateDict) =>
  blockedNodes(providerModel(graph, "cpu", { weights, inBlocks: blocksOf16 }).proto);

/** The graph on this backend gives what it gives on the reference. */
async function expectReference(graph: Graph, name: string, tolerance: Tolerance = "op"): Promise<void> {
  const feeds = Object.fromEntries(
    graph.inputs.map((input) => [input.name, drawLike(input.tensor.shape as number[], name, input.name)]),
  );
  const expected = await (await referenceBackend().compile(graph)).run(feeds);
  const executable = await backend.compile(graph);
  const found = await executable.run(feeds);
  for (const output of Object.keys(expected.outputs)) {
    expectClose(found.outputs[output]!, expected.outputs[output]!, tolerance, `${name}, ${output}`);
  }
  executable.dispose();
}

describe("a convolution and its gradients", () => {
  test.each(cases)("%s", async (...each) => {
    await expectReference(graphOf(each), each[0]);
  });

  test.each(cases)("%s: what is in blocks", (...each) => {
    const blocked = all.filter((part) => inBlocks(graphOf(each, [part]))["Conv"] !== undefined);
    expect(blocked).toEqual(each[4]);
  });
});

test.each([
  ["of a layer between others", 16, []],
  ["of a first layer, whose image is not in blocks", 3, ["Pad"]],
])("beside x stand columns of zeros for the gradient of the filter %s", (_name, channels, written) => {
  const graph = graphOf(["", square(2, channels), [16, channels, 3, 3], { padding: 1 }, []], ["dw"]);
  const { node } = providerModel(graph, "cpu", { inBlocks: blocksOf16 }).proto.graph!;
  expect(node.map(({ opType }) => opType).filter((type) => type === "Pad")).toEqual(written);
});

type TransposedCase = readonly [
  name: string,
  x: readonly number[],
  weight: readonly number[],
  options: TransposedOptions,
];
type TransposedOptions = Omit<NonNullable<Parameters<typeof convTranspose>[2]>, "bias">;

test.each<TransposedCase>([
  ["2x2", [2, 16, 3, 4], [16, 8, 2, 2], { strides: 2 }],
  ["3x3 with output padding", [2, 24, 3, 4], [24, 12, 3, 3], { strides: 2, padding: 1, outputPadding: 1 }],
  ["5x4 without padding", [1, 16, 3, 4], [16, 16, 5, 4], { strides: [1, 2] }],
])("a transposed convolution, %s", async (name, x, weight, options) => {
  const graph = trace((inputs) => convTranspose(inputs.x, inputs.weight, { ...options, bias: inputs.bias }), {
    x: float32(...x),
    weight: float32(...weight),
    bias: float32(weight[1]!),
  });
  expect(inBlocks(graph)["Conv"]).toBeGreaterThan(1);
  await expectReference(graph, name);
});

/** Two residual blocks between convolutions, and the gradients of what they are trained by. */
function residualNet(channels: number, offset: number): Graph {
  const filter = float32(channels, channels, 3, 3);
  const types = {
    x: float32(3, channels, 6, 5),
    dy: float32(3, channels, 6, 5),
    first: filter,
    second: filter,
    third: filter,
    weight: float32(channels),
    bias: float32(channels),
  };
  const build = ({ x, dy, first, second, third, weight, bias }: Readonly<Record<keyof typeof types, Tensor>>) => {
    const normal = (y: Tensor) => batchNormTraining(add(y, offset), { weight, bias }).output;
    const residual = (y: Tensor, inner: Tensor, outer: Tensor) =>
      relu(add(normal(conv(relu(normal(conv(y, inner, { padding: 1 }))), outer, { padding: 1 })), y));
    const y = conv(residual(residual(relu(conv(x, first, { padding: 1 })), first, second), second, third), third, {
      padding: 1,
    });
    return vectorJacobianProduct([y], [dy], [x, first, second, third, weight, bias]);
  };
  return trace(build, types);
}

describe("the way back through activations and batch normalisations", () => {
  test.each([
    ["in full blocks", 16, 0],
    ["in two blocks", 32, 0],
    ["of which one is filled up", 28, 0],
    ["with means far beyond the deviation", 16, 100],
  ])("%s", async (name, channels, offset) => {
    await expectReference(residualNet(channels, offset), name, offset === 0 ? "network" : "block");
  });

  test("reorders nothing but what begins and ends it", () => {
    const { ReorderInput, ReorderOutput } = inBlocks(residualNet(16, 0));
    // Three filters and their adjoints, x, dy, and forward what four batch normalisations give; what these read, dx, six filters' gradients.
    expect({ ReorderInput, ReorderOutput }).toEqual({ ReorderInput: 12, ReorderOutput: 11 });
  });
});

test("the gradient of a filter without taps reads its operands with their channels last, and nothing is transposed for it", async () => {
  const filter = float32(320, 320, 1, 1);
  const types = { x: float32(2, 320, 3, 2), dy: float32(2, 320, 3, 2), first: filter, second: filter };
  const graph = trace(({ x, dy, first, second }) => {
    const y = conv(relu(conv(x, first)), second);
    return vectorJacobianProduct([y], [dy], [x, first, second]);
  }, types);
  const { node } = providerModel(graph, "cpu", { inBlocks: blocksOf16 }).proto.graph!;
  const inFilters = node.filter(({ output, opType }) => opType !== "Reshape" && /FilterGradient/.test(output[0]!));
  expect(inFilters.map(({ opType }) => opType).toSorted()).toEqual([
    ...Array.from({ length: 2 }, () => "Gemm"),
    ...Array.from({ length: 4 }, () => "ReorderOutput"),
  ]);
  await expectReference(graph, "two filters without taps");
});

test("channels of a single place lie as in blocks", async () => {
  const types = { x: float32(2, 320, 1, 1), dy: float32(2, 320, 1, 1), weight: float32(320, 320, 1, 1) };
  const graph = trace(({ x, dy, weight }) => {
    const y = conv(x, weight);
    return [y, ...vectorJacobianProduct([y], [dy], [x, weight])];
  }, types);
  // The filter for the way forward: its rows are outputs, which are to be inside.
  expect(inBlocks(graph)).toEqual({ ReorderInput: 1, Conv: 2 });
  await expectReference(graph, "one place");
});

describe("what is written", () => {
  const x = float32(2, 16, 6, 6);
  const net = new Sequential(new Conv2d(16, 32, 3, { padding: 1 }), new Conv2d(32, 16, 3, { padding: 1 }));

  test("between two convolutions nothing is reordered", () => {
    const graph = trace((inputs) => net.forward(inputs.x), { x }, { model: net });
    // x, two filters.
    expect(inBlocks(graph)).toEqual({ ReorderInput: 3, Conv: 2, ReorderOutput: 1 });
  });

  test("a tensor that several convolutions read is reordered once, as is a filter that they share", () => {
    const graph = trace(
      ({ x, first, second }) => {
        const [read, other] = [relu(x), tanh(x)];
        return add(add(conv(read, first), conv(read, second)), conv(other, first));
      },
      { x, first: float32(16, 16, 3, 3), second: float32(16, 16, 3, 3) },
    );
    expect(inBlocks(graph)).toEqual({ ReorderInput: 4, Conv: 3, ReorderOutput: 1 });
  });

  test("constant filters are left to the runtime, which reorders them once", () => {
    const graph = trace((inputs) => net.forward(inputs.x), { x }, { model: net });
    expect(inBlocks(graph, initialize(net))).toEqual({});
  });

  test("the body of a loop is plain", () => {
    const graph = trace(
      ({ x, weight }) =>
        scan((carry, slice: Tensor) => ({ carry: conv(add(carry, slice), weight, { padding: 1 }), output: carry }), {
          initial: x,
          sequences: expand(x, [3, 2, 16, 6, 6]),
        }),
      { x, weight: float32(16, 16, 3, 3) },
    );
    expect(inBlocks(graph)).toEqual({});
  });

  test("a file that is exported has ONNX's own operators only", () => {
    const graph = trace((inputs) => net.forward(inputs.x), { x }, { model: net });
    const model = decodeModel(exportModel(graph));
    expect(model.opsetImport.map((set) => set.domain)).toEqual([""]);
    expect(blockedNodes(model)).toEqual({});
  });
});

describe("this machine", () => {
  /**
   * When the runtime is raised: whether this file and the training of the backend's suite still pass on a machine with AVX2 and on one
   * with AVX-512, and whether convolutions are still in blocks there (below). Where operators have changed, `blockSizeOf` finds none.
   */
  test("the runtime is the one whose operators of blocks were looked at", () => {
    expect(versionOf(ort, "node")).toBe("1.30.0");
  });

  test("its blocks are found", async () => {
    const found = await blockSizeOf(device);
    const features = process.platform === "linux" ? readFileSync("/proc/cpuinfo", "utf8") : "";
    const expected = process.arch === "x64" ? (features.includes("avx512f") ? [16] : [8, 16]) : [undefined, 8, 16];
    expect(expected).toContain(found);
  });
});
