import {
  countParameters,
  features,
  float32,
  initialize,
  ndarray,
  referenceBackend,
  stateOf,
  trace,
} from "@blockzoo/core";
import { describeTorchvisionStates } from "@blockzoo/family-checks/torchvision";
import { expect, test } from "vitest";
import { AlexNet, alexnet, OneTowerAlexNet } from "../src/index.js";

test("layers have the sizes of figure 2 and the parameters of two towers", () => {
  const model = new AlexNet();
  const taps = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"] as const;
  const graph = trace(features(model, taps), { x: float32("N", 3, 227, 227) });
  expect(graph.outputs.map(({ name, tensor }) => `${name} ${tensor.shape.slice(1).join("x")}`)).toEqual([
    "conv1 96x55x55",
    "pool1 96x27x27",
    "conv2 256x27x27",
    "pool2 256x13x13",
    "conv3 384x13x13",
    "conv4 384x13x13",
    "conv5 256x13x13",
    "pool5 256x6x6",
  ]);
  // 11x11 on 3 channels, and, in two groups, 5x5 on 48 and 3x3 on 192 of each.
  expect([model.conv1, model.conv2, model.conv3, model.conv4, model.conv5].map(countParameters)).toEqual([
    34_944, 307_456, 885_120, 663_936, 442_624,
  ]);
  expect([model.fc6, model.fc7, model.fc8].map(countParameters)).toEqual([37_752_832, 16_781_312, 4_097_000]);
});

test("without groups there would be 62,378,344 parameters", () => {
  const saved = [48 * 256 * 25, 192 * 384 * 9, 192 * 256 * 9];
  const inOneTower = alexnet.variants["alexnet-2012"].params + saved.reduce((sum, each) => sum + each);
  expect(inOneTower).toBe(62_378_344);
});

test("a tower sees half of the maps where there are groups", async () => {
  const model = new AlexNet({ kernels: [4, 4, 4, 4, 4], stride: 2, pooled: 2, hidden: 4, channels: 1 });
  const { conv2 } = model;
  const graph = trace(conv2, { x: float32(1, 4, 5, 5) });
  const executable = await referenceBackend().compile(graph, { weights: initialize(conv2) });
  const run = async (changed: number) => {
    const x = Float32Array.from({ length: 100 }, (_, index) => (Math.floor(index / 25) === changed ? 1 : 0));
    return (await executable.run({ x: ndarray(x, [1, 4, 5, 5]) })).outputs["output"]!.data;
  };
  const [none, first, last] = [await run(-1), await run(0), await run(3)];
  const differs = (a: ArrayLike<number>, half: number) =>
    Array.from({ length: 50 }, (_, index) => a[half * 50 + index] !== none[half * 50 + index]).some(Boolean);
  expect([differs(first, 0), differs(first, 1), differs(last, 0), differs(last, 1)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("the form with one tower has torchvision's names", () => {
  const names = stateOf(new OneTowerAlexNet()).map(({ name }) => name);
  const layers = ["features.0", "features.3", "features.6", "features.8", "features.10"];
  const dense = ["classifier.1", "classifier.4", "classifier.6"];
  expect(names).toEqual([...layers, ...dense].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]));
});

test("one tower takes other sizes; two towers take theirs, and sizes that vanish are refused", () => {
  const size = (model: AlexNet | OneTowerAlexNet, side: number) =>
    trace(model, { x: float32(1, 3, side, side) }).outputs[0]!.tensor.shape;
  expect(size(new OneTowerAlexNet(), 224)).toEqual([1, 1000]);
  expect(size(new OneTowerAlexNet(), 301)).toEqual([1, 1000]);
  expect(() => size(new OneTowerAlexNet(), 62)).toThrow("features.12");
  expect(() => size(new AlexNet(), 200)).toThrow("fc6: expects 9216 input features");
});

describeTorchvisionStates(alexnet, new URL("./golden/torchvision.json", import.meta.url));
