import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { float32, ndarray, trace, type Block } from "@blockzoo/core";
import { exportModel } from "@blockzoo/onnx";
import { describeFamily, describeWeights, type TwinGolden } from "@blockzoo/family-checks";
import { expectClose, knownState, knownValues } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/family-checks/node";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { inception, InceptionV3 } from "../src/index.js";
import { thinGoogLeNet } from "./thin.js";

describeFamily(inception, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

const logits = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as Record<
  string,
  number[]
>;

describeWeights(inception, {
  backend: () => onnxruntime(),
  golden: logits,
  measured: ["inception-mini.glyphs"],
});

const twins = JSON.parse(readFileSync(new URL("./golden/twins.json", import.meta.url), "utf8")) as Record<
  string,
  TwinGolden
>;
const thin: Readonly<Record<string, () => Block>> = {
  torchvision: () => thinGoogLeNet("torchvision"),
  published: () => thinGoogLeNet("published"),
  "inception v3": () => new InceptionV3({ width: 1 / 16, classes: 5 }),
};

describe.each(Object.entries(thin))("one ONNX file of %s", (name, create) => {
  it("takes batches and images of any size, and gives what PyTorch gives", async () => {
    const model = create();
    const graph = trace(model, { input: float32("N", 3, "H", "W") }, { output: "logits" });
    const session = await InferenceSession.create(exportModel(graph, { weights: knownState(model) }));
    const sizes = Object.entries(twins[name]!.outputs);
    expect(sizes).toHaveLength(2);
    for (const [size, expected] of sizes) {
      const shape = size.split("x").map(Number);
      const input = new Tensor("float32", knownValues("input.0", shape).data as Float32Array, shape);
      const { logits } = await session.run({ input });
      const found = ndarray(logits!.data as Float32Array, logits!.dims);
      expectClose(found, ndarray(Float32Array.from(expected), [shape[0]!, 5]), "network", `${name}, ${size}`);
    }
    await session.release();
  });
});
