import {
  countParameters,
  evaluate,
  features,
  float32,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  stack,
  stateOf,
  tensor,
  trace,
  type Block,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { unusedTensors } from "@blockzoo/family";
import { expectClose } from "@blockzoo/testkit";
import { describeTorchvisionStates } from "@blockzoo/family-checks/torchvision";
import { crossEntropy } from "@blockzoo/train";
import { expect, test } from "vitest";
import {
  auxiliaryLoss,
  GoogLeNet,
  heads,
  inception,
  InceptionV3,
  mini,
  table1,
  transformInput,
  type WithAuxiliary,
} from "../src/index.js";

const images = ndarray(new RandomStream(0, "images").fillUniform(new Float32Array(2 * 1024)), [2, 1, 32, 32]);

async function logitsOf(model: Block, weights: StateDict): Promise<NDArray> {
  const graph = trace(model, { input: float32(2, 1, 32, 32) }, { output: "logits" });
  return (await (await referenceBackend().compile(graph, { weights })).run({ input: images })).outputs["logits"]!;
}

test.each(["googlenet", "inception-v3"] as const)(
  "%s takes torchvision's files, which have auxiliary heads",
  (name) => {
    const names = (variant: keyof typeof inception.variants): string[] =>
      stateOf(inception.create(variant)).map((entry) => entry.name);
    const unused = unusedTensors(inception.variants[name]);
    const file = names(`${name}-auxiliary`);
    expect(file.filter((tensor) => !unused.some((rule) => rule.test(tensor)))).toEqual(names(name));
    expect(file.length).toBeGreaterThan(names(name).length);
  },
);

test("the nine modules have the channels and parameters of table 1", () => {
  const sums = { "3a": 256, "3b": 480, "4a": 512, "4b": 512, "4c": 512, "4d": 528, "4e": 832, "5a": 832, "5b": 1024 };
  const parameters = {
    "3a": 163_696,
    "3b": 388_736,
    "4a": 376_176,
    "4b": 449_160,
    "4c": 510_104,
    "4d": 605_376,
    "4e": 868_352,
    "5a": 1_043_456,
    "5b": 1_444_080,
  };
  const network = inception.create("googlenet-2014") as GoogLeNet;
  const modules = Object.keys(table1).map((name) => [name, network[`inception${name}`]!] as const);
  expect(Object.fromEntries(modules.map(([name, module]) => [name, module.outChannels]))).toEqual(sums);
  expect(Object.fromEntries(modules.map(([name, module]) => [name, countParameters(module)]))).toEqual(parameters);
});

test.each(Object.entries(table1))("module %s joins its branches in the paper's order", async (name, sizes) => {
  const network = inception.create("googlenet-2014") as GoogLeNet;
  const module = network[`inception${name}`]!;
  const inChannels = module.branch1.conv.inChannels;
  // All kernels are 0, so that a branch gives its last bias: 1, 2, 3 or 4.
  const last = ["branch1.conv.bias", "branch2.1.conv.bias", "branch3.1.conv.bias", "branch4.1.conv.bias"];
  const weights = new Map(
    stateOf(module).map(({ name: path, value: { shape } }) => {
      const size = shape.reduce((product, each) => product * each, 1);
      return [path, ndarray(new Float32Array(size).fill(last.indexOf(path) + 1), shape)] as const;
    }),
  );
  const executable = await referenceBackend().compile(trace(module, { x: float32(1, inChannels, 1, 1) }), { weights });
  const x = ndarray(new Float32Array(inChannels).fill(1), [1, inChannels, 1, 1]);
  const { data } = (await executable.run({ x })).outputs["output"]!;
  const [ones, , threes, , fives, projection] = sizes;
  const expected = [ones, threes, fives, projection].flatMap((count, index) =>
    new Array<number>(count).fill(index + 1),
  );
  expect([...data]).toEqual(expected);
});

test("maps have the sizes of table 1, and those of Inception v3 the sizes of its table", () => {
  const sizes = (model: Block, side: number, paths: readonly string[]) =>
    trace(features(model, paths), { input: float32("N", 3, side, side) }).outputs.map(({ tensor: { shape } }) =>
      shape.slice(1).join("x"),
    );
  for (const id of ["googlenet", "googlenet-2014"] as const) {
    const paths = ["conv1", "maxpool1", "conv3", "maxpool2", "inception3a", "inception3b", "maxpool3", "inception4a"];
    const further = ["inception4d", "inception4e", "maxpool4", "inception5a", "inception5b"];
    expect(sizes(inception.create(id), 224, [...paths, ...further])).toEqual([
      "64x112x112",
      "64x56x56",
      "192x56x56",
      "192x28x28",
      "256x28x28",
      "480x28x28",
      "480x14x14",
      "512x14x14",
      "528x14x14",
      "832x14x14",
      "832x7x7",
      "832x7x7",
      "1024x7x7",
    ]);
  }
  const grids = ["maxpool1", "maxpool2", "Mixed_5b", "Mixed_5d", "Mixed_6a", "Mixed_6e", "Mixed_7a", "Mixed_7c"];
  expect(sizes(new InceptionV3(), 299, grids)).toEqual([
    "64x73x73",
    "192x35x35",
    "256x35x35",
    "288x35x35",
    "768x17x17",
    "768x17x17",
    "1280x8x8",
    "2048x8x8",
  ]);
});

test("the mini has at most half the parameters of VGG-mini A", () => {
  expect(countParameters(inception.create("inception-mini"))).toBeLessThanOrEqual(87_658 / 2);
});

describeTorchvisionStates(inception, new URL("./golden/torchvision.json", import.meta.url));

test("a 1x1 control has no place for neighbours but its stem", () => {
  const pointwise = new GoogLeNet({ ...mini, form: { ...mini.form, kernels: [1, 1, 1] } });
  expect(countParameters(pointwise)).toBe(8_650);
});

test("in eval mode the output does not change when the head's weights do, and they are not in the graph", async () => {
  const model = inception.create("inception-mini-auxiliary");
  const weights = initialize(model);
  const overwritten = new Map(
    [...weights].map(([name, value]) => [
      name,
      name.startsWith("aux1.") ? ndarray(new Float32Array(value.data.length).fill(1e30), value.shape) : value,
    ]),
  );
  expect(await logitsOf(model, overwritten)).toEqual(await logitsOf(model, weights));
  const graph = trace(model, { input: float32("N", 1, 32, 32) }, { output: "logits" });
  expect(graph.outputs.map(({ name }) => name)).toEqual(["logits"]);
  expect(graph.state.filter(({ name }) => name.startsWith("aux"))).toEqual([]);
});

test("in train mode there is one more output for each head, named by its place", () => {
  const outputs = (id: Parameters<typeof inception.create>[0], channels: number, side: number) =>
    trace(
      inception.create(id),
      { input: float32(2, channels, side, side) },
      { mode: "train", output: "logits" },
    ).outputs.map(({ name, tensor: { shape } }) => `${name} ${shape.join("x")}`);
  expect(outputs("inception-mini-auxiliary", 1, 32)).toEqual(["logits 2x10", "auxiliary.0 2x10"]);
  expect(outputs("inception-mini", 1, 32)).toEqual(["logits 2x10"]);
  const two = ["logits 2x1000", "auxiliary.0 2x1000", "auxiliary.1 2x1000"];
  expect(outputs("googlenet-auxiliary", 3, 224)).toEqual(two);
  expect(outputs("googlenet-2014-auxiliary", 3, 224)).toEqual(two);
  expect(outputs("inception-v3-auxiliary", 3, 299)).toEqual(two.slice(0, 2));
});

test("the loss counts each head 0.3 times, and is the plain one without heads", async () => {
  const rows = [
    [1, 2, 0],
    [0, 0, 3],
    [2, -1, 1],
  ];
  const { data } = await evaluate(() => {
    const [logits, first, second] = rows.map((row) => tensor([row])) as [Tensor, Tensor, Tensor];
    const loss = (scores: Tensor) => crossEntropy(scores, tensor(ndarray([2], [1], "int32")));
    const output: WithAuxiliary = { logits, auxiliary: [first, second] };
    return stack([auxiliaryLoss(output, loss), auxiliaryLoss(output, loss, 1), auxiliaryLoss(logits, loss)]);
  });
  const [main, ...heads] = rows.map((row) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[2]!);
  const headLoss = heads.reduce((sum, each) => sum + each, 0);
  const expected = ndarray(Float64Array.of(main! + 0.3 * headLoss, main! + headLoss, main!));
  expectClose(ndarray(Float64Array.from(data)), expected, "op", "auxiliary losses");
});

test("images normalised by ImageNet's mean become those normalised by a half", async () => {
  const pixels = [0.2, 0.5, 0.9];
  const [mean, deviation] = [
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ] as const;
  const normalized = pixels.map((pixel, channel) => (pixel - mean[channel]!) / deviation[channel]!);
  const { data } = await evaluate(() => transformInput(tensor(ndarray(normalized, [1, 3, 1, 1]))));
  const expected = ndarray(Float64Array.from(pixels, (pixel) => (pixel - 0.5) / 0.5));
  expectClose(ndarray(Float64Array.from(data)), expected, "op", "transformed images");
});

test("what does not work out is refused with the place and the sizes", () => {
  const misplaced = { ...heads.published, after: ["4a", "4f"] };
  expect(() => new GoogLeNet({ ...mini, heads: misplaced })).toThrow(
    'an auxiliary head is to stand after "4f", there are 3a, 3b, 4a',
  );
  expect(() => trace(new GoogLeNet(mini), { input: float32(1, 3, 32, 32) })).toThrow(
    "conv1.conv: expects 1 input channels",
  );
  expect(() => trace(new InceptionV3(), { input: float32(1, 3, 74, 74) })).toThrow("Mixed_7a");
  const published = inception.create("googlenet-2014-auxiliary");
  expect(() => trace(published, { input: float32(1, 3, 96, 96) }, { mode: "train" })).toThrow("aux1");
});
