import { float32, initialize, ndarray, RandomStream, referenceBackend, trace, type StateDict } from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { Vgg, type VggOptions } from "@blockzoo/vgg";
import { expect, test } from "vitest";
import { smallTrunk, styleTransfer, trunkWeights, vgg19Trunk } from "../src/index.js";

const images = ndarray(new RandomStream(1, "images").fillUniform(new Float32Array(2 * 3 * 12 * 16)), [2, 3, 12, 16]);

/** Drawn first weights, whose statistics are those of a network that has seen something. */
function trained(network: Vgg): StateDict {
  const stream = new RandomStream(2, "statistics");
  return new Map(
    [...initialize(network, { seed: 3 })].map(([name, { shape, data }]) => [
      name,
      ndarray(
        data.map((value) => (/^features\.\d+\.(?:running_\w+|bias)$/.test(name) ? value + stream.uniform() : value)),
        shape,
      ),
    ]),
  );
}

test("the small trunk computes what the network that learned computes, with batch norms in its convolutions", async () => {
  const network = styleTransfer.create("style-trunk") as Vgg;
  const trunk = smallTrunk();
  const weights = trained(network);
  // Before the first pool, which is another one.
  const expected = trace(
    ({ x }) => network.features.activations(x, ["relu1_1", "relu1_2"]),
    { x: float32(2, 3, 12, 16) },
    {
      model: network,
    },
  );
  const found = trace(
    ({ x }) => trunk.forward(x, ["relu1_1", "relu1_2"]),
    { x: float32(2, 3, 12, 16) },
    { model: trunk },
  );
  const { mean, deviation } = trunk.input;
  const normal = images.data.map((value, index) => {
    const channel = Math.floor(index / (12 * 16)) % 3;
    return (value - mean[channel]!) / deviation[channel]!;
  });
  const backend = referenceBackend();
  const ofNetwork = await (await backend.compile(expected, { weights })).run({ x: ndarray(normal, images.shape) });
  const ofTrunk = await (await backend.compile(found, { weights: trunkWeights(weights) })).run({ x: images });
  for (const layer of ["relu1_1", "relu1_2"]) {
    expectClose(ofTrunk.outputs[layer]!, ofNetwork.outputs[layer]!, "network", layer);
  }
});

test("all layers of a network are found behind its batch norms", () => {
  const options: VggOptions = { stages: [["conv3-4"], ["conv3-6", "conv3-6"]], pooled: 1, hidden: [], classes: 2 };
  const names = (batchNorm: boolean) => [...trunkWeights(initialize(new Vgg({ ...options, batchNorm }))).keys()];
  expect(names(true)).toEqual(names(false));
  expect(names(false)).toEqual([0, 3, 5].flatMap((at) => [`network.${at}.weight`, `network.${at}.bias`]));
});

test("a trunk's weights have its names and shapes", () => {
  const shapesOf = (state: StateDict) => [...state].map(([name, { shape }]) => `${name} ${shape.join("x")}`).toSorted();
  expect(shapesOf(trunkWeights(initialize(styleTransfer.create("style-trunk"))))).toEqual(
    shapesOf(initialize(smallTrunk())),
  );
});

test("weights of something else are refused", () => {
  expect(() => trunkWeights(new Map([["fc.weight", ndarray(new Float32Array(4), [2, 2])]]))).toThrow(
    'a trunk takes weights of a VGG network, "features.0.weight" and so on, got fc.weight',
  );
  expect(() => trunkWeights(new Map([["features.0.weight", ndarray(new Float32Array(9), [1, 1, 3, 3])]]))).toThrow(
    "a trunk takes weights of a VGG network: features.0.bias is missing",
  );
});

test("VGG-19 pools averages, or maxima where that is asked for", () => {
  const operators = (trunk = vgg19Trunk()) =>
    new Set(
      trace(
        ({ x }) => trunk.forward(x, ["relu4_2", "relu5_1"]),
        { x: float32(1, 3, 32, 32) },
        { model: trunk },
      ).nodes.map(({ op }) => op),
    );
  expect(operators()).toContain("averagePool");
  expect(operators()).not.toContain("maxPool");
  expect(operators(vgg19Trunk({ pool: "max" }))).toContain("maxPool");
  expect(() => vgg19Trunk({ pool: "median" as "max" })).toThrow(
    'VggFeatures: pool must be "max" or "average", got "median"',
  );
});
