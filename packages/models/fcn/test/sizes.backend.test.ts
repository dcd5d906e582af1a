// One exported network takes batches and images of all sizes, odd ones too, and gives what the reference gives.
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  float32,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  specialize,
  trace,
  type Backend,
  type Block,
} from "@blockzoo/core";
import { LeNet5Modern } from "@blockzoo/lenet";
import { expectClose } from "@blockzoo/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Fcn, fcn, FcnResNet, toFullyConvolutional } from "../src/index.js";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

const stages = [["conv3-2"], ["conv3-3"], ["conv3-4"], ["conv3-3"], ["conv3-2"]] as const;

test.each<[name: string, channels: number, create: () => Block, sizes: [number, number, number][]]>([
  ["fcn-mini", 1, () => fcn.create("fcn-mini"), [[2, 32, 32], [1, 37, 51], [3, 5, 6]]], // prettier-ignore
  ["fcn-8s, small stages", 3, () => new Fcn({ stride: 8, stages, hidden: 5, classes: 3 }), [[1, 20, 33], [2, 1, 1]]], // prettier-ignore
  ["fcn-16s, small stages", 3, () => new Fcn({ stride: 16, stages, hidden: 5, classes: 3 }), [[1, 33, 20]]],
  ["fcn-32s, small stages", 3, () => new Fcn({ stride: 32, stages, hidden: 5, classes: 3 }), [[1, 7, 40]]],
  ["fcn-resnet, one block a stage", 3, () => new FcnResNet({ blocks: [1, 1, 1, 1], classes: 2 }), [[1, 9, 12]]],
  ["heat-map-mini", 1, () => fcn.create("heat-map-mini"), [[2, 32, 32], [1, 41, 60]]], // prettier-ignore
  ["LeNet-5 as convolutions", 1, () => toFullyConvolutional(new LeNet5Modern(), [1, 32, 32]), [[1, 32, 32], [2, 50, 45]]], // prettier-ignore
])("%s", { timeout: 60_000 }, async (name, channels, create, sizes) => {
  const model = create();
  const weights = initialize(model, { seed: 2 });
  const graph = trace(model, { input: float32("N", channels, "H", "W") });
  const executable = await backend.compile(graph, { weights });
  for (const [N, H, W] of sizes) {
    const shape = [N, channels, H, W];
    const input = ndarray(new RandomStream(0, "input").fillUniform(new Float32Array(N * channels * H * W)), shape);
    const reference = await referenceBackend().compile(specialize(graph, { N, H, W }), { weights });
    const expected = (await reference.run({ input })).outputs;
    const found = (await executable.run({ input })).outputs;
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [output, values] of Object.entries(expected)) {
      expectClose(found[output]!, values, "network", `${name}: ${output} for ${shape.join("x")}`);
    }
  }
  executable.dispose();
});
