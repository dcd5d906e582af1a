import { buildModel, encodeModel } from "@blockzoo/onnx";
import { caseGraph, opTests } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
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
