import { countParameters, float32, initialize, ndarray, referenceBackend, stateOf, trace } from "@blockzoo/core";
import { describeTorchvisionStates } from "@blockzoo/family-checks/torchvision";
import { expect, test } from "vitest";
import { miniStages, table1, Vgg, vgg, VggFeatures, type Stages } from "../src/index.js";

const weightLayers = (stages: Stages) => stages.flat().length;

test("configurations have the weight layers of table 1, three of them dense", () => {
  const layers = Object.fromEntries(
    Object.entries<Stages>(table1).map(([name, stages]) => [name, weightLayers(stages) + 3]),
  );
  expect(layers).toEqual({ A: 11, B: 13, C: 16, D: 16, E: 19 });
  expect(
    new Set(Object.values<Stages>(table1).map((stages) => stages.map((stage) => stage.at(-1)!.split("-")[1]).join())),
  ).toEqual(new Set(["64,128,256,512,512"]));
  expect([miniStages.A, miniStages.D].map(weightLayers)).toEqual([6, 10]);
});

test("parameters are those of table 2, in millions", () => {
  const millions = (["vgg11", "vgg13", "vgg16-c", "vgg16", "vgg19"] as const).map((name) =>
    Math.round(countParameters(vgg.create(name)) / 1e6),
  );
  expect(millions).toEqual([133, 133, 134, 138, 144]);
  expect(countParameters(new VggFeatures({ stages: table1.D }))).toBe(14_714_688);
});

test("names are torchvision's", () => {
  const names = (model: Vgg) =>
    stateOf(model).flatMap(({ name }) => (name.endsWith(".weight") ? [name.replace(".weight", "")] : []));
  const features = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28].map((position) => `features.${position}`);
  expect(names(new Vgg({ stages: table1.D }))).toEqual([...features, "classifier.0", "classifier.3", "classifier.6"]);
  expect(names(new Vgg({ stages: table1.A, batchNorm: true })).slice(0, 4)).toEqual([
    "features.0",
    "features.1",
    "features.4",
    "features.5",
  ]);
});

test("a stage halves height and width, whatever they are, and layers go by their names", () => {
  const trunk = new VggFeatures({ stages: table1.D });
  const graph = trace(({ x }) => trunk.activations(x, ["relu1_2", "pool3", "pool4", "pool5"]), {
    x: float32("N", 3, 224, 224),
  });
  expect(graph.outputs.map(({ name, tensor }) => [name, ...tensor.shape])).toEqual([
    ["relu1_2", "N", 64, 224, 224],
    ["pool3", "N", 256, 28, 28],
    ["pool4", "N", 512, 14, 14],
    ["pool5", "N", 512, 7, 7],
  ]);
  const any = trace(trunk, { x: float32("N", 3, "H", "W") });
  expect(any.outputs[0]!.tensor.shape.slice(0, 2)).toEqual(["N", 512]);
  expect(trunk.position("conv5_3")).toBe(28);
  expect(() => trunk.position("conv6_1")).toThrow('VggFeatures has no layer "conv6_1": there are conv1_1, relu1_1, ');
});

test("activations are what the layers give, computed no further than asked for", async () => {
  const trunk = new VggFeatures({ stages: miniStages.A, channels: 1 });
  const weights = initialize(trunk);
  const image = ndarray(
    Float32Array.from({ length: 1024 }, (_, index) => ((index * 37) % 101) / 101),
    [1, 1, 32, 32],
  );
  const run = async (forward: (x: Parameters<VggFeatures["forward"]>[0]) => ReturnType<VggFeatures["activations"]>) => {
    const graph = trace(({ x }) => forward(x), { x: float32(1, 1, 32, 32) }, { model: trunk });
    return { graph, ...(await (await referenceBackend().compile(graph, { weights })).run({ x: image })) };
  };
  const { outputs } = await run((x) => trunk.activations(x, ["conv1_1", "relu1_1", "pool4"]));
  const whole = await run((x) => ({ pool4: trunk.forward(x) }));
  expect(outputs["pool4"]).toEqual(whole.outputs["pool4"]);
  const relu = outputs["conv1_1"]!.data.map((value) => Math.max(0, value));
  expect(outputs["relu1_1"]!.data).toEqual(relu);
  const first = await run((x) => trunk.activations(x, ["conv1_1"]));
  expect(first.graph.state.map(({ name }) => name)).toEqual(["0.weight", "0.bias"]);
});

test("other sizes of images are averaged to what the dense layers take, smaller than the pools are refused", () => {
  const model = new Vgg({ stages: table1.A });
  const logits = (height: number, width: number) =>
    trace(model, { x: float32(1, 3, height, width) }).outputs[0]!.tensor.shape;
  expect(logits(321, 255)).toEqual([1, 1000]);
  expect(logits(32, 32)).toEqual([1, 1000]);
  expect(() => logits(31, 31)).toThrow("features.20");
  expect(() => trace(model, { x: float32(1, 1, 224, 224) })).toThrow("expects 3 input channels");
});

test("a layer is a convolution of 1x1 or 3x3", () => {
  const stages = [["conv5-64"]] as unknown as Stages;
  expect(() => new VggFeatures({ stages })).toThrow('expected a convolution such as "conv3-64", got "conv5-64"');
});

describeTorchvisionStates(vgg, new URL("./golden/torchvision.json", import.meta.url));

test("a pool takes the maximum or the average of its windows", async () => {
  const x = ndarray(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 10), [1, 1, 2, 4]);
  const pooled = async (pool?: "max" | "average") => {
    const trunk = new VggFeatures({ stages: [["conv1-1"]], channels: 1, ...(pool && { pool }) });
    const same = new Map([
      ["0.weight", ndarray(Float32Array.of(1), [1, 1, 1, 1])],
      ["0.bias", ndarray(Float32Array.of(0))],
    ]);
    const graph = trace(trunk, { x: float32(1, 1, 2, 4) }, { output: "maps" });
    const { outputs } = await (await referenceBackend().compile(graph, { weights: same })).run({ x });
    return [...outputs["maps"]!.data];
  };
  expect(await pooled()).toEqual([6, 10]);
  expect(await pooled("max")).toEqual([6, 10]);
  expect(await pooled("average")).toEqual([3.5, 6]);
  expect(() => new VggFeatures({ stages: table1.A, pool: "mean" as "max" })).toThrow(
    'VggFeatures: pool must be "max" or "average", got "mean"',
  );
});
