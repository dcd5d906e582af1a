import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { describeAgreement } from "@blockzoo/family-checks";
import file from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { minis } from "./minis.js";

/** Firefox on Linux has none. */
const hasWebGpu = "gpu" in navigator;

describeAgreement(await minis(), {
  "ort-wasm": () => onnxruntime({ provider: "wasm" }),
  ...(hasWebGpu && { "ort-webgpu": () => onnxruntime({ provider: "webgpu" }) }),
  "tfjs-wasm": () => tfjs({ device: "wasm", wasmPaths: new URL(".", new URL(file, location.href)).href }),
  "tfjs-webgl": () => tfjs({ device: "webgl" }),
  ...(hasWebGpu && { "tfjs-webgpu": () => tfjs({ device: "webgpu" }) }),
});
