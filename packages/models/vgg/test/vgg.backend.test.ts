import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { float32, initialize, ndarray, RandomStream, referenceBackend, trace } from "@blockzoo/core";
import { exportModel } from "@blockzoo/onnx";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { expectClose } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/family-checks/node";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { miniStages, vgg, VggFeatures } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

describeFamily(vgg, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

describeWeights(vgg, {
  backend: () => onnxruntime(),
  golden,
  measured: ["vgg-mini-a.glyphs"],
});

describe("the trunk", () => {
  test("is exported for images of all sizes", async () => {
    const trunk = new VggFeatures({ stages: miniStages.A, channels: 1 });
    const weights = initialize(trunk);
    const graph = trace(trunk, { input: float32("N", 1, "H", "W") }, { output: "maps" });
    const session = await InferenceSession.create(exportModel(graph, { weights }));
    for (const shape of [
      [1, 1, 32, 32],
      [3, 1, 45, 70],
    ]) {
      const images = ndarray(
        new RandomStream(0, "images").fillUniform(new Float32Array(shape[0]! * shape[2]! * shape[3]!)),
        shape,
      );
      const [height, width] = shape.slice(2) as [number, number];
      const reference = await referenceBackend().compile(trace(trunk, { input: float32(...shape) }), { weights });
      const expected = (await reference.run({ input: images })).outputs["output"]!;
      const { maps } = await session.run({ input: new Tensor("float32", images.data as Float32Array, shape) });
      expect(maps!.dims).toEqual([shape[0], 64, Math.floor(height / 16), Math.floor(width / 16)]);
      expectClose(ndarray(maps!.data as Float32Array, maps!.dims), expected, "network", `maps of ${shape}`);
    }
    await session.release();
  });
});
