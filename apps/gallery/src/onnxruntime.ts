import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { env } from "onnxruntime-web/wasm";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

env.wasm.wasmPaths = { mjs, wasm };

export function openOnnxRuntime(provider: "wasm" | "webgpu") {
  return onnxruntime({ provider: provider as "wasm" });
}
