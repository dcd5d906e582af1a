import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";

export const open = () => onnxruntime({ provider: "webgpu", wasmPaths: { mjs, wasm } });
