import { float32, ndarray, relu, trace } from "@blockzoo/core";
import { afterEach, expect, test, vi } from "vitest";
import { onnxruntime } from "../src/index.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("no adapter", async () => {
  vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(null);
  await expect(onnxruntime({ provider: "webgpu" })).rejects.toThrow(
    "there is no WebGPU adapter: the browser found no GPU",
  );
});

test("no WebGPU, in a browser or in a page without https", async () => {
  vi.spyOn(navigator, "gpu", "get").mockReturnValue(undefined as unknown as GPU);
  await expect(onnxruntime({ provider: "webgpu" })).rejects.toThrow("this browser does not offer it");
  vi.stubGlobal("isSecureContext", false);
  await expect(onnxruntime({ provider: "webgpu" })).rejects.toThrow("a page gets it only over https or from localhost");
});

test("threads in a page that is not isolated", async () => {
  vi.stubGlobal("crossOriginIsolated", false);
  await expect(onnxruntime({ provider: "wasm", threads: 2 })).rejects.toThrow(
    "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp",
  );
});

test("a provider that no page has", async () => {
  await expect(onnxruntime({ provider: "cpu" })).rejects.toThrow('a page has no provider "cpu"');
});

test("an address of WebAssembly that answers with an HTML page", async () => {
  const page = location.href;
  await expect(onnxruntime({ provider: "wasm", wasmPaths: { mjs: page, wasm: page } })).rejects.toThrow(
    `got an HTML page from ${page}; copy node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.mjs to`,
  );
});

test("a device that is lost", async () => {
  const backend = await onnxruntime({ provider: "webgpu" });
  const executable = await backend.compile(trace(({ x }) => relu(x), { x: float32(2) }));
  const feeds = { x: ndarray([-1, 2]) };
  expect([...(await executable.run(feeds)).outputs["output"]!.data]).toEqual([0, 2]);
  const ort = (await import("onnxruntime-web/webgpu")) as { env: { webgpu: { device: Promise<GPUDevice> } } };
  (await ort.env.webgpu.device).destroy();
  await expect(executable.run(feeds)).rejects.toThrow("the WebGPU device was lost");
});
