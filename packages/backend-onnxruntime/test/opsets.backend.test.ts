import { float32, gelu, localResponseNorm, ndarray, RandomStream, referenceBackend, trace } from "@blockzoo/core";
import { buildModel, encodeModel } from "@blockzoo/onnx";
import { caseGraph, expectClose, opTests } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { fromOrt, toOrt } from "../src/ort.js";
import { loadRuntime } from "../src/runtime.js";

const ort = (await loadRuntime("node"))!;

/** ONNX Runtime checks operators, attributes and types against the version that a model names. */
describe.each([18, 19, 20, 21])("opset %i", (opset) => {
  test("every op case loads", async () => {
    const refused: string[] = [];
    for (const each of opTests()) {
      const model = encodeModel(buildModel(caseGraph(each), { opset }).proto);
      try {
        await (await ort.InferenceSession.create(model, { logSeverityLevel: 3, intraOpNumThreads: 1 })).release();
      } catch (error) {
        refused.push(`${each.title}: ${(error as Error).message}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

const x = float32(2, 7, 4, 6);

/** Operators of files that the backend itself does without. */
test.each([
  ["LRN", trace((inputs) => localResponseNorm(inputs.x, { size: 5, alpha: 0.5 }), { x })],
  ["Gelu", trace((inputs) => gelu(inputs.x), { x })],
])("%s equals its definition", async (opType, graph) => {
  const { proto, inputs, outputs } = buildModel(graph, { opset: 20 });
  expect(proto.graph?.node.map((node) => node.opType)).toEqual([opType]);
  const feed = ndarray(new RandomStream(2, "x").fillUniform(new Float32Array(336), -3, 3), x.shape as number[]);
  const session = await ort.InferenceSession.create(encodeModel(proto), { logSeverityLevel: 3 });
  const found = await session.run({ [inputs[0]!]: toOrt(ort, feed) }, outputs);
  const expected = await (await referenceBackend().compile(graph)).run({ x: feed });
  expectClose(fromOrt(found[outputs[0]!]!), Object.values(expected.outputs)[0]!, "op", opType);
  await session.release();
});
