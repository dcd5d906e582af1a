import { expand, float32, reduceSum, trace, add, ndarray } from "@blockzoo/core";
import { afterEach, expect, test, vi } from "vitest";
import { onnxruntime, type OnnxRuntimeOptions } from "../src/index.js";

afterEach(() => {
  vi.doUnmock("onnxruntime-web");
  vi.unstubAllEnvs();
});

test("no adapter", async () => {
  // No driver, as on a machine without a GPU.
  vi.stubEnv("VK_ICD_FILENAMES", "/nowhere.json");
  await expect(onnxruntime({ provider: "webgpu" })).rejects.toThrow("there is no WebGPU adapter: ");
});

test("a provider that the binary lacks", async () => {
  await expect(onnxruntime({ provider: "cuda" })).rejects.toThrow(
    /the CUDA provider is not in this installation: .* without ONNXRUNTIME_NODE_INSTALL=skip fetches it/,
  );
});

test("a release that is too old", async () => {
  vi.doMock("onnxruntime-web", () => ({ InferenceSession: {}, env: { versions: { web: "1.17.3" }, wasm: {} } }));
  await expect(onnxruntime({ provider: "wasm" })).rejects.toThrow(
    "onnxruntime-web 1.17.3 is installed, but 1.20 or later is needed: npm i onnxruntime-web@latest",
  );
});

test("more than the memory of WebAssembly", async () => {
  const backend = await onnxruntime({ provider: "wasm", threads: 1 });
  const graph = trace(({ x }) => reduceSum(add(expand(x, [1 << 16, 1 << 15]), x)), { x: float32(1 << 15) });
  const run = async () => (await backend.compile(graph)).run({ x: ndarray(new Float32Array(1 << 15)) });
  await expect(run()).rejects.toThrow("the device has too little memory for it: take a smaller batch");
});

test("threads that are no number of threads", async () => {
  await expect(onnxruntime({ threads: 0 })).rejects.toThrow("threads must be a whole number of at least 1, got 0");
});

test("options that do not exist", async () => {
  const options = { device: "webgpu" } as OnnxRuntimeOptions;
  await expect(onnxruntime(options)).rejects.toThrow(
    'onnxruntime: there is no option "device". The options are provider, threads, spinning, wasmPaths',
  );
});
