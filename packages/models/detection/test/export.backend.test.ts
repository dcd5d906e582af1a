// The exported files take images of any number and, for the heat map, of any size; regions of any number.
import { initialize, ndarray, RandomStream, referenceBackend, sizeOf, type Feeds } from "@blockzoo/core";
import { inferenceGraph } from "@blockzoo/family";
import { exportModel } from "@blockzoo/onnx";
import { expectClose } from "@blockzoo/testkit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { detection } from "../src/index.js";

const images = (...shape: number[]) =>
  ndarray(new RandomStream(0, "images").fillUniform(new Float32Array(sizeOf(shape))), shape);

/** Regions of all kinds: within the image, over its edges, empty. */
function regions(count: number, imageCount: number) {
  const stream = new RandomStream(0, "regions");
  const rows = Array.from({ length: count }, () => {
    const [x, y] = [stream.uniform(-4, 40), stream.uniform(-4, 40)];
    return [stream.integer(imageCount), x, y, x + stream.uniform(0, 30), y + stream.uniform(0, 30)];
  });
  return ndarray(Float32Array.from(rows.flat()), [count, 5]);
}

test.each<[keyof typeof detection.variants, Feeds[]]>([
  [
    "heat-detector",
    [images(1, 1, 48, 48), images(3, 1, 48, 48), images(2, 1, 37, 90), images(1, 1, 4, 4)].map((image) => ({ image })),
  ],
  [
    "roi-detector",
    [
      { image: images(1, 1, 48, 48), regions: regions(1, 1) },
      { image: images(2, 1, 48, 48), regions: regions(7, 2) },
      { image: images(3, 1, 48, 48), regions: regions(2, 3) },
    ],
  ],
])("%s.onnx agrees with the reference", async (name, cases) => {
  const variant = detection.variants[name];
  const graph = inferenceGraph(variant);
  const weights = initialize(variant.create());
  const session = await InferenceSession.create(exportModel(graph, { weights }));
  const reference = await referenceBackend().compile(graph, { weights });
  for (const feeds of cases) {
    const tensors = Object.entries(feeds).map(([key, { data, shape }]) => {
      return [key, new Tensor("float32", data as Float32Array, shape)] as const;
    });
    const found = await session.run(Object.fromEntries(tensors));
    const { outputs } = await reference.run(feeds);
    expect(Object.keys(found)).toEqual(Object.keys(outputs));
    for (const [key, expected] of Object.entries(outputs)) {
      const { data, dims } = found[key]!;
      expectClose(ndarray(data as Float32Array, dims), expected, "network", `${name}, ${key}[${dims.join(",")}]`);
    }
  }
  await session.release();
});
