// The exported files take images of any number and, for the heat map, of any size; regions of any number.
import {
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  sizeOf,
  trace,
  type Feeds,
  type Graph,
} from "@blockzoo/core";
import { inferenceGraph } from "@blockzoo/family";
import { exportModel, exportModelSet } from "@blockzoo/onnx";
import { expectClose } from "@blockzoo/testkit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { detection, RoiDetector } from "../src/index.js";

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

const open = (model: Uint8Array, options: InferenceSession.SessionOptions = {}) =>
  InferenceSession.create(model, options);

/** Runs a file on the inputs that it asks for. */
async function outputsOf(session: InferenceSession, feeds: Feeds): Promise<Feeds> {
  const tensors = session.inputNames.map((name) => {
    const { data, shape } = feeds[name]!;
    return [name, new Tensor("float32", data as Float32Array, shape)] as const;
  });
  const found = await session.run(Object.fromEntries(tensors));
  const outputs = Object.entries(found).map(
    ([name, { data, dims }]) => [name, ndarray(data as Float32Array, dims)] as const,
  );
  return Object.fromEntries(outputs);
}

function expectOutputs(found: Feeds, expected: Feeds): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    expectClose(found[name]!, value, "network", `${name}[${value.shape.join(",")}]`);
  }
}

const heat = detection.variants["heat-detector"];
const roi = detection.variants["roi-detector"];

test("heat-detector.onnx agrees with the reference for images of any number and size", async () => {
  const graph = inferenceGraph(heat);
  const weights = initialize(heat.create());
  const session = await open(exportModel(graph, { weights }));
  const reference = await referenceBackend().compile(graph, { weights });
  for (const image of [images(1, 1, 48, 48), images(3, 1, 48, 48), images(2, 1, 37, 90), images(1, 1, 4, 4)]) {
    expectOutputs(await outputsOf(session, { image }), (await reference.run({ image })).outputs);
  }
  await session.release();
});

describe("roi-detector", () => {
  const weights = initialize(roi.create());
  const graphs: Readonly<Record<"extract" | "judge", Graph>> = {
    extract: inferenceGraph(roi, { name: "extract" }),
    judge: inferenceGraph(roi, { name: "judge" }),
  };
  const dataFile = "roi-detector.onnx.data";

  /** One by one, each with its part of the weights. */
  const apart = () => Promise.all([graphs.extract, graphs.judge].map((graph) => open(exportModel(graph, { weights }))));

  /** With one file of weights for both. */
  function together() {
    const set = {
      extract: { graph: graphs.extract, options: { weights } },
      judge: { graph: graphs.judge, options: { weights } },
    };
    const { models, data } = exportModelSet(set, { dataFile });
    const externalData = [{ path: dataFile, data: Buffer.concat([...data.pieces]) }];
    return Promise.all([models["extract"]!, models["judge"]!].map((model) => open(model, { externalData })));
  }

  test.each([
    ["one by one", apart],
    ["with one file of weights", together],
  ])("exported %s, extract and then judge give what forward gives", async (_, opened) => {
    const [extract, judge] = (await opened()) as [InferenceSession, InferenceSession];
    for (const [imageCount, regionCount] of [
      [1, 1],
      [2, 7],
      [3, 2],
    ] as const) {
      const feeds = { image: images(imageCount, 1, 48, 48), regions: regions(regionCount, imageCount) };
      const model = new RoiDetector();
      const whole = trace(model, { image: feeds.image, regions: feeds.regions }, { mode: "eval", output: "scores" });
      const { outputs } = await (await referenceBackend().compile(whole, { weights })).run(feeds);
      const { maps } = await outputsOf(extract, feeds);
      expectOutputs(await outputsOf(judge, { ...feeds, maps: maps! }), outputs);
    }
    await extract.release();
    await judge.release();
  });
});
