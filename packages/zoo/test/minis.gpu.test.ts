import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { describeAgreement } from "@blockzoo/family-checks";
import { minis } from "./minis.js";

describeAgreement(await minis(), {
  "ort-cpu": () => onnxruntime({ provider: "cpu" }),
  "ort-wasm": () => onnxruntime({ provider: "wasm" }),
  "ort-webgpu": () => onnxruntime({ provider: "webgpu" }),
  "tfjs-wasm": () => tfjs({ device: "wasm" }),
  "tfjs-cpu": () => tfjs({ device: "cpu" }),
});
