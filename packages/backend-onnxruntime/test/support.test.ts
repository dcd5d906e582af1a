import { onnxLowerings } from "@blockzoo/onnx";
import { expect, test } from "vitest";
import { supportOf } from "../src/index.js";
import { webgpuLowerings, webgpuSupport } from "../src/lowerings/webgpu/table.js";

test("every row of WebGPU that is not the common one says what became of it", () => {
  const names = Object.keys(onnxLowerings) as (keyof typeof onnxLowerings)[];
  const own = names.filter((name) => webgpuLowerings[name] !== onnxLowerings[name]);
  expect(Object.keys(webgpuSupport).toSorted()).toEqual(own.toSorted());
});

test("primitives and composites are told apart", () => {
  expect(supportOf("sign", "cpu")).toBe("native");
  expect(supportOf("sign", "webgpu")).toBe("decomposed");
  expect(supportOf("scan", "webgpu")).toBe("decomposed");
  expect(supportOf("softmax", "webgpu")).toBe("native");
  expect(supportOf("batchNormTraining", "cpu")).toBe("native");
  expect(supportOf("batchNormTraining", "cuda")).toBe("decomposed");
});
