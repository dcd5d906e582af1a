import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

export const open = () => onnxruntime({ provider: "wasm", wasmPaths: { mjs, wasm } });
